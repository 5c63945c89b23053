using CsCheck;
using Orgvue.ScimEndpoint.Scim.Bulk;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class A_bulk_plan
{
    const int Most = 9;

    /// <summary>Operations of which most are POSTs, each with references to some others, to itself, or to nothing that there is.</summary>
    static readonly Gen<BulkOperation[]> Requests =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, Most].Array[0, 4]).Array[1, Most].Select(all => all
            .Select((o, index) => (BulkOperation)Operation(index, creates: o.Item1 > 2, o.Item2)).ToArray());

    [Fact]
    public void Sends_every_operation_once() => Requests.Sample(operations =>
    {
        var sent = BulkPlan.Of(operations).OfType<BulkStep.Send>().Select(s => s.Operation.Index).Order();
        Assert.Equal(Enumerable.Range(0, operations.Length), sent);
    }, iter: 20_000);

    [Fact]
    public void Never_sends_a_reference_to_what_is_not_there_yet() => Requests.Sample(operations =>
    {
        var announced = operations.Where(o => o.Creates).Select(o => o.BulkId!).ToHashSet();
        var created = new HashSet<string>();
        foreach (var step in BulkPlan.Of(operations))
        {
            if (step is BulkStep.Complete complete)
            {
                Assert.Subset(created, complete.Later.ToHashSet());
                continue;
            }
            var send = (BulkStep.Send)step;
            var sent = References(send.Operation).Intersect(announced).Except(send.Later);
            Assert.Subset(created, sent.ToHashSet());
            if (send.Operation.Creates) created.Add(send.Operation.BulkId!);
        }
    }, iter: 20_000);

    [Fact]
    public void Completes_once_what_it_created_without_a_reference_and_nothing_else() => Requests.Sample(operations =>
    {
        var steps = BulkPlan.Of(operations).ToList();
        var lacking = steps.OfType<BulkStep.Send>().Where(s => s.Later.Count > 0).ToList();
        var completed = steps.OfType<BulkStep.Complete>().ToList();

        Assert.All(lacking, s => Assert.True(s.Operation.Creates));
        Assert.Equal(lacking.Select(s => s.Operation.Index).Order(), completed.Select(c => c.Operation.Index).Order());
        Assert.All(completed, c => Assert.Equal(lacking.Single(s => s.Operation == c.Operation).Later.Order(), c.Later.Order()));
    }, iter: 20_000);

    [Fact]
    public void Leaves_nothing_for_later_where_no_references_run_in_a_circle() => Requests.Sample(operations =>
    {
        // Every reference to a later operation: no circle can be closed.
        var forward = operations.Select(o => o is BulkOperation.Sound sound
            ? (BulkOperation)(sound with { References = sound.References.Where(r => Number(r) > o.Index).ToHashSet() })
            : o).ToList();
        Assert.All(BulkPlan.Of(forward), step => Assert.Empty(Assert.IsType<BulkStep.Send>(step).Later));
    }, iter: 5_000);

    [Fact]
    public void Keeps_the_order_of_a_request_that_refers_back_only() => Requests.Sample(operations =>
    {
        var back = operations.Select(o => o is BulkOperation.Sound sound
            ? (BulkOperation)(sound with { References = sound.References.Where(r => Number(r) < o.Index).ToHashSet() })
            : o).ToList();
        Assert.Equal(Enumerable.Range(0, back.Count), BulkPlan.Of(back).Select(s => Assert.IsType<BulkStep.Send>(s).Operation.Index));
    }, iter: 5_000);

    [Fact]
    public void Is_made_of_a_chain_as_long_as_a_request_can_be()
    {
        const int Many = 200_000;
        var chain = Enumerable.Range(0, Many).Select(n => (BulkOperation)Operation(n, creates: true, (n + 1) % Many)).ToList();

        var steps = BulkPlan.Of(chain);

        Assert.Equal(Many + 1, steps.Count);
        Assert.Equal(Many - 1, Assert.IsType<BulkStep.Send>(steps[0]).Operation.Index);
        Assert.Equal(Many - 1, Assert.IsType<BulkStep.Complete>(steps[^1]).Operation.Index);
    }

    static BulkOperation.Sound Operation(int index, bool creates, params int[] references) => new BulkOperation.Sound(
        index, creates ? BulkMethod.Post : BulkMethod.Patch, creates ? $"b{index}" : null, BuiltIn.User, creates ? null : "id", null, [],
        references.Select(r => $"b{r}").ToHashSet());

    static IReadOnlySet<string> References(BulkOperation operation) => ((BulkOperation.Sound)operation).References;

    static int Number(string bulkId) => int.Parse(bulkId[1..], System.Globalization.CultureInfo.InvariantCulture);
}
