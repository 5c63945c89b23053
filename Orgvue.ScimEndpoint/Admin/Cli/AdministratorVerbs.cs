using System.CommandLine;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>administrator add</c>, <c>list</c>, <c>change</c> and <c>remove</c>. Passwords are made here and shown once: what is typed behind a verb stays in the shell's history.</summary>
static class AdministratorVerbs
{
    public static Command Of(Terminal terminal) => new("administrator", "People who sign in to the console with a password.")
    {
        Add(terminal), List(terminal), Change(terminal), Remove(terminal),
    };

    static Command Add(Terminal terminal)
    {
        var name = new Option<string>("--name") { Description = "By which the person signs in; the audit trail shows it.", Required = true };
        var role = new Option<ApiRole>("--role") { Description = "reader, operator or administrator.", Required = true };
        var add = new Command("add", "Add somebody, with a password that is shown this once.") { name, role };
        add.SetAction(terminal.Does(async (services, parsed, ct) =>
            Shown(await services.GetRequiredService<AdministratorDesk>().AddAsync(new() { Name = parsed.GetValue(name), Role = parsed.GetValue(role) }, ct))));
        return add;
    }

    static Command List(Terminal terminal)
    {
        var list = new Command("list", "List those who sign in with a password.");
        list.SetAction(terminal.Does(async (services, _, ct) =>
        {
            var page = await services.GetRequiredService<AdministratorDesk>().ListAsync(new(Paging.MaxLimit, null), ct);
            return new(page, page.Items.Count == 0 ? ["Nobody signs in with a password."] : page.Items.Select(a =>
                $"{a.AdministratorId}  {a.Role,-13}  {a.Name}  {(a.SignedInAt is { } at ? $"signed in {at:u}" : "never signed in")}{(a.LockedUntil is { } until ? $"  locked until {until:u}" : "")}"));
        }));
        return list;
    }

    static Command Change(Terminal terminal)
    {
        var who = Who();
        var role = new Option<ApiRole?>("--role") { Description = "reader, operator or administrator." };
        var password = new Option<bool>("--new-password") { Description = "Make another password, which is shown this once." };
        var unlock = new Option<bool>("--unlock") { Description = "End a lock after wrong passwords." };
        var change = new Command("change", "Change a role or a password, or end a lock; whoever it is has to sign in again.") { who, role, password, unlock };
        change.SetAction(terminal.Does(async (services, parsed, ct) => Shown(await services.GetRequiredService<AdministratorDesk>().ChangeAsync(parsed.GetRequiredValue(who),
            new() { Role = parsed.GetValue(role), NewPassword = parsed.GetValue(password) ? true : null, Unlock = parsed.GetValue(unlock) ? true : null }, ct))));
        return change;
    }

    static Command Remove(Terminal terminal)
    {
        var who = Who();
        var remove = new Command("remove", "Remove somebody: his next request is refused.") { who };
        remove.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var name = parsed.GetRequiredValue(who);
            await services.GetRequiredService<AdministratorDesk>().RemoveAsync(name, ct);
            return new(new { administrator = name, removed = true }, [$"{name} is removed."]);
        }));
        return remove;
    }

    static Argument<string> Who() => new("administrator") { Description = "By id or by name." };

    static Shown Shown(AdministratorMade made) => new(made,
    [
        $"Name      {made.Name}", $"Role      {made.Role}",
        .. made.Password is { } password ? new[] { $"Password  {password}", "The password is not kept: note it now." } : [],
    ]);
}
