namespace Orgvue.ScimEndpoint.Conformance.Reports;

/// <summary>How the HTML report looks: light and dark as the reader's system is, and on paper. Nothing is fetched.</summary>
static class HtmlStyle
{
    public const string Sheet = """

        :root { --ink: #1d2330; --soft: #5c6577; --paper: #fff; --panel: #f5f6f9; --line: #dde1e9;
          --bad: #b3261e; --bad-soft: #fdecea; --good: #1a7f4b; --good-soft: #e7f5ed; --idle: #6b7280; --idle-soft: #eceef2;
          --link: #1f5fbf }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #9aa3b5; --paper: #14171d; --panel: #1d2129; --line: #333a47;
          --bad: #ff8a80; --bad-soft: #3a1f1f; --good: #6fd39b; --good-soft: #173325; --idle: #a2a9b6; --idle-soft: #2a2f39;
          --link: #8ab4f8 } }
        * { box-sizing: border-box }
        body { margin: 0; background: var(--paper); color: var(--ink);
        font: 15px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif }
        main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem }
        h1 { margin: 0; font-size: 1.9rem } h2 { margin: 2.2rem 0 .7rem; font-size: 1.25rem }
        h3 { margin: 1.6rem 0 .5rem; font-size: 1.02rem } h4 { margin: 0 0 .2rem; font-size: 1rem }
        a { color: var(--link); text-decoration: none } a:hover { text-decoration: underline }
        code, pre { font-family: ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; font-size: .86em }
        .url { margin: .3rem 0 0; font-size: 1.05rem; overflow-wrap: anywhere } .about, footer { margin: .2rem 0; color: var(--soft);
        font-size: .88rem }
        .outcome h2 { margin: 1.6rem 0 .6rem; font-size: 1.5rem } .outcome.bad h2 { color: var(--bad) }
        .outcome.good h2 { color: var(--good) }
        .bar { display: flex; gap: 3px; border-radius: 8px; overflow: hidden }
        .bar span { flex-basis: 0; min-width: max-content; padding: .35rem .8rem; font-size: .88rem; font-weight: 600 }
        .bar .passed { background: var(--good-soft); color: var(--good) } .bar .failed { background: var(--bad-soft); color: var(--bad) }
        .bar .skipped { background: var(--idle-soft); color: var(--idle) }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 2.5rem; align-items: start }
        table { width: 100%; border-collapse: collapse }
        th, td { padding: .34rem .6rem; border-bottom: 1px solid var(--line); text-align: right; font-variant-numeric: tabular-nums }
        th:first-child { text-align: left; padding-left: 0 } thead th { color: var(--soft); font-size: .82rem; font-weight: 600 }
        tbody th { font-weight: 500 } .facts td { overflow-wrap: anywhere }
        td.failed { color: var(--bad); font-weight: 700 } td.passed { color: var(--good) } td.skipped, td.none { color: var(--idle) }
        article { margin: .8rem 0 1.2rem; padding: 1rem 1.1rem; background: var(--panel); border: 1px solid var(--line);
          border-left: 4px solid var(--bad); border-radius: 8px; break-inside: avoid-page }
        .level { padding: .1rem .45rem; border-radius: 4px; background: var(--idle-soft); color: var(--idle); font-size: .75rem;
        font-weight: 700 }
        .level.must { background: var(--bad-soft); color: var(--bad) }
        .problem p { margin: .8rem 0 .25rem; overflow-wrap: anywhere } dl { margin: 0; display: grid;
        grid-template-columns: 5.5rem 1fr; gap: .15rem .6rem }
        dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
        details { margin-top: .8rem } summary { cursor: pointer; color: var(--link) } summary h2 { display: inline; color: var(--ink) }
        summary h2 span { color: var(--soft); font-weight: 400 } .list { margin-top: 1.6rem } li { margin: .2rem 0 }
        li code, small, .heading { color: var(--soft) } .heading { font-weight: 400 } .read { font-size: .85rem; font-weight: 400 }
        .index { columns: 2 24rem; column-gap: 2rem; margin: .6rem 0; padding-left: 1.1rem } .index li { break-inside: avoid }
        .index small { white-space: nowrap }
        .exchange { margin: .7rem 0; display: grid; grid-template-columns: 1fr 1fr; gap: .6rem }
        pre { margin: 0; padding: .6rem .7rem; max-height: 26rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere;
          background: var(--paper); border: 1px solid var(--line); border-radius: 6px; line-height: 1.4 }
        pre i { color: var(--soft); font-style: normal } footer { margin-top: 3rem }
        @media (max-width: 46rem) { .exchange { grid-template-columns: 1fr } }
        @media print { :root { --paper: #fff; --ink: #000; --panel: #fff } main { max-width: none; padding: 0 }
        pre { max-height: none } a { color: inherit }
          details::details-content { content-visibility: visible; block-size: auto } }

        """;
}
