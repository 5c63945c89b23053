using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Keys and indexes. Every key of a directory's or a tenant's rows begins with it, so that a distributed database can keep them together.</summary>
static class Mapping
{
    const int Name = 512;

    public static void Configure(ModelBuilder model)
    {
        DirectorySide(model);
        Traffic(model);
        OrgvueSide(model);
        SyncSide(model);
        History(model);
        Notifications(model);
        WorkOs(model);
    }

    static void DirectorySide(ModelBuilder model)
    {
        model.Entity<Directory>(directory =>
        {
            directory.HasKey(d => d.Key);
            directory.HasIndex(d => d.Id).IsUnique();
            directory.HasIndex(d => d.ExternalKey).IsUnique();
            directory.Property(d => d.Id).HasMaxLength(64);
            directory.Property(d => d.ExternalKey).HasMaxLength(64);
            directory.Property(d => d.Name).HasMaxLength(Name);
            directory.Property(d => d.JwtIssuer).HasMaxLength(Name);
            directory.Property(d => d.JwtAudience).HasMaxLength(Name);
            directory.Property(d => d.JwtClientId).HasMaxLength(Name);
            directory.Property(d => d.Version).IsConcurrencyToken();
        });
        model.Entity<DirectoryToken>(token =>
        {
            token.HasKey(t => new { t.DirectoryKey, t.Id });
            token.HasIndex(t => t.Hash).IsUnique();
        });
        model.Entity<ApiKey>(key => key.HasIndex(k => k.Hash).IsUnique());
        model.Entity<Administrator>(administrator =>
        {
            administrator.HasIndex(a => a.NameKey).IsUnique();
            administrator.Property(a => a.Name).HasMaxLength(Name);
            administrator.Property(a => a.NameKey).HasMaxLength(Name);
        });
        model.Entity<DirectoryUser>(user =>
        {
            user.HasKey(u => new { u.DirectoryKey, u.Id });
            user.HasIndex(u => new { u.DirectoryKey, u.UserNameKey }).IsUnique();
            // The id at the end lets a page in the order of ids be read from the index.
            user.HasIndex(u => new { u.DirectoryKey, u.ExternalId, u.Id });
            user.HasIndex(u => new { u.DirectoryKey, u.LoginEmailKey });
            user.HasIndex(u => new { u.DirectoryKey, u.DisplayNameKey, u.Id });
            user.Property(u => u.Version).IsConcurrencyToken();
            user.HasMany(u => u.Emails).WithOne().HasForeignKey(e => new { e.DirectoryKey, e.UserId });
        });
        model.Entity<UserEmail>(email =>
        {
            email.HasKey(e => new { e.DirectoryKey, e.UserId, e.Position });
            email.HasIndex(e => new { e.DirectoryKey, e.ValueKey });
        });
        model.Entity<DirectoryGroup>(group =>
        {
            group.HasKey(g => new { g.DirectoryKey, g.Id });
            group.HasIndex(g => new { g.DirectoryKey, g.DisplayNameKey }).IsUnique();
            group.HasIndex(g => new { g.DirectoryKey, g.ExternalId, g.Id });
            group.Property(g => g.Version).IsConcurrencyToken();
        });
        model.Entity<GroupMember>(member =>
        {
            member.HasKey(m => new { m.DirectoryKey, m.GroupId, m.MemberId });
            member.HasIndex(m => new { m.DirectoryKey, m.MemberId, m.GroupId });
            // Of ten million memberships the few of groups, which every window asks for: next to nothing to keep.
            member.HasIndex(m => new { m.DirectoryKey, m.GroupId }).HasFilter("\"Kind\" = 'Group'").HasDatabaseName("IX_Members_Nested");
        });
        model.Entity<DirectorySize>(size =>
        {
            size.HasKey(s => s.DirectoryKey);
            size.Property(s => s.DirectoryKey).ValueGeneratedNever();
        });
        model.Entity<DirectorySchema>().HasKey(s => new { s.DirectoryKey, s.IdKey });
        model.Entity<UniqueValue>(value =>
        {
            value.HasKey(v => new { v.DirectoryKey, v.Attribute, v.ValueKey });
            value.HasIndex(v => new { v.DirectoryKey, v.ResourceId });
        });
    }

    static void Traffic(ModelBuilder model)
    {
        model.Entity<ClientSeen>().HasKey(c => new { c.DirectoryKey, c.Client });
        model.Entity<DeviationSeen>().HasKey(d => new { d.DirectoryKey, d.Name, d.Client });
        model.Entity<RecordedRequest>().HasKey(r => new { r.DirectoryKey, r.Id });
    }

    static void OrgvueSide(ModelBuilder model)
    {
        model.Entity<Tenant>(tenant =>
        {
            tenant.HasKey(t => t.Key);
            tenant.HasIndex(t => new { t.Environment, t.TenantId }).IsUnique();
            tenant.Property(t => t.TenantId).HasMaxLength(30);
        });
        model.Entity<Account>(account =>
        {
            account.HasKey(a => new { a.TenantKey, a.Id });
            account.HasIndex(a => new { a.TenantKey, a.EmailKey }).IsUnique();
            account.HasIndex(a => new { a.TenantKey, a.DirectoryUserId });
            account.Property(a => a.Version).IsConcurrencyToken();
            account.HasMany(a => a.Roles).WithOne().HasForeignKey(r => new { r.TenantKey, r.AccountId });
        });
        model.Entity<RoleAssignment>(role =>
        {
            role.ToTable("RoleAssignments");
            role.HasKey(r => new { r.TenantKey, r.AccountId, r.RoleKey });
            // "Is there another admin?" begins at the admins.
            role.HasIndex(r => new { r.TenantKey, r.AccountId }).HasFilter("\"RoleKey\" = 'admin'").HasDatabaseName("IX_RoleAssignments_Admins");
        });
    }

    static void SyncSide(ModelBuilder model)
    {
        model.Entity<IamSyncConfiguration>(configuration =>
        {
            configuration.HasKey(c => new { c.DirectoryKey, c.Id });
            configuration.HasIndex(c => c.TenantKey);
            configuration.Property(c => c.Version).IsConcurrencyToken();
            configuration.HasOne(c => c.Tenant).WithMany().HasForeignKey(c => c.TenantKey);
        });
        model.Entity<Change>(change =>
        {
            change.HasKey(c => c.Sequence);
            change.HasIndex(c => new { c.DirectoryKey, c.Batch, c.OpensWindow, c.At });
        });
        model.Entity<SyncLease>(lease =>
        {
            lease.HasKey(l => l.DirectoryKey);
            lease.Property(l => l.DirectoryKey).ValueGeneratedNever();
            lease.Property(l => l.Version).IsConcurrencyToken();
        });
        model.Entity<SyncRun>(run =>
        {
            run.HasKey(r => new { r.DirectoryKey, r.Id });
            run.HasIndex(r => new { r.DirectoryKey, r.Batch, r.TenantKey }).IsUnique();
            run.HasIndex(r => r.Id);
            run.HasOne(r => r.Tenant).WithMany().HasForeignKey(r => r.TenantKey);
            run.HasIndex(r => new { r.DirectoryKey, r.TenantKey, r.Status });
            run.Property(r => r.Warnings).HasConversion(new WarningsJson(), new WarningsComparer());
        });
        model.Entity<SyncFailure>(failure =>
        {
            failure.HasKey(f => new { f.DirectoryKey, f.Id });
            failure.HasIndex(f => new { f.DirectoryKey, f.ResolvedAt });
            failure.HasIndex(f => new { f.DirectoryKey, f.UserId });
            failure.HasOne(f => f.Tenant).WithMany().HasForeignKey(f => f.TenantKey);
        });
        model.Entity<SyncRunInput>().HasKey(i => new { i.DirectoryKey, i.RunId });
        model.Entity<Setting>().HasKey(s => s.Name);
    }

    static void History(ModelBuilder model) => model.Entity<AuditEntry>(entry =>
    {
        entry.HasKey(a => new { a.DirectoryKey, a.TenantKey, a.Id });
        entry.HasIndex(a => a.Id);
        entry.HasIndex(a => new { a.TenantKey, a.Subject, a.SubjectId, a.Id });
        entry.HasIndex(a => new { a.DirectoryKey, a.Subject, a.SubjectId, a.Id });
        // What the identity provider pushes, most of all there is, has no run.
        entry.HasIndex(a => a.RunId).HasFilter("\"RunId\" IS NOT NULL");
    });

    static void Notifications(ModelBuilder model)
    {
        model.Entity<WebhookEndpoint>(endpoint =>
        {
            endpoint.HasKey(e => e.Id);
            endpoint.Property(e => e.Version).IsConcurrencyToken();
        });
        model.Entity<WebhookDelivery>(delivery =>
        {
            delivery.HasKey(d => new { d.EndpointId, d.Id });
            // Each endpoint's first that is due is the first of its part of the index, however much waits there and elsewhere.
            delivery.HasIndex(d => new { d.EndpointId, d.DueAt, d.Id });
            delivery.Property(d => d.Version).IsConcurrencyToken();
        });
    }

    static void WorkOs(ModelBuilder model)
    {
        model.Entity<WorkOsEvent>(e =>
        {
            e.HasKey(w => w.Sequence);
            e.HasIndex(w => w.Id).IsUnique();
            e.HasIndex(w => new { w.DirectoryKey, w.Sequence });
            e.HasIndex(w => w.CreatedAt);
        });
        model.Entity<WorkOsLink>(link =>
        {
            link.HasKey(l => l.DirectoryKey);
            link.Property(l => l.DirectoryKey).ValueGeneratedNever();
            link.Property(l => l.Version).IsConcurrencyToken();
        });
        model.Entity<WorkOsReceived>(received =>
        {
            received.HasKey(r => new { r.DirectoryKey, r.EventId });
            received.HasIndex(r => new { r.State, r.DirectoryKey });
            received.HasIndex(r => r.ReceivedAt);
        });
        model.Entity<WorkOsItem>(item =>
        {
            item.HasKey(i => new { i.DirectoryKey, i.Kind, i.RemoteId });
            item.HasIndex(i => new { i.Dirty, i.DirectoryKey, i.Kind });
            item.HasIndex(i => new { i.DirectoryKey, i.GroupId });
            item.HasIndex(i => new { i.DirectoryKey, i.UserId });
            item.HasIndex(i => new { i.DirectoryKey, i.Kind, i.NameKey });
            item.HasIndex(i => new { i.DirectoryKey, i.LocalId });
            item.Property(i => i.Version).IsConcurrencyToken();
        });
        model.Entity<WorkOsPull>(pull =>
        {
            pull.HasKey(p => p.DirectoryKey);
            pull.Property(p => p.DirectoryKey).ValueGeneratedNever();
            pull.Property(p => p.Version).IsConcurrencyToken();
        });
    }
}
