using Orgvue.ScimEndpoint.Roles;
using static Orgvue.ScimEndpoint.Roles.TenantMode;

namespace Orgvue.ScimEndpoint.Tests.Roles;

/// <summary>What an administrator reads of a name that grants nothing, and of configurations that cannot be: which character it is, and what is meant.</summary>
public sealed class The_words_of_a_near_miss
{
    const string Prefix = "IAMAPP_Orgvue_SCIM_";
    static readonly RoleMapper Acme = new([new("ACME", SingleTenant, Prefix)]);
    static readonly RoleMapper Mine = new([new("MYTENANT", MultiTenant, Prefix)]);

    [Theory]
    [InlineData("IAMAPP\u200B_\u200BOrgvue_SCIM_user", "Character 7 is U+200B, which shows nothing.")]
    [InlineData("IAMAPP-Orgvue.SCIM_user", "Character 7 is \"-\", not \"_\".")]
    [InlineData("IAMAPP Orgvue_SCIM_user", "Character 7 is U+0020, not \"_\".")]
    [InlineData("I\u0410M\u0410PP_Orgvue_SCIM_user", "Character 2 is U+0410, which only looks like \"A\".")]
    [InlineData("IAMAPP_Orgvue_SCIMuser", "The \"_\" that ends the prefix \"IAMAPP_Orgvue_SCIM_\" is missing.")]
    [InlineData("!IAMAPP_Orgvue_SCIM_user", "The name must begin with the prefix \"IAMAPP_Orgvue_SCIM_\"; there is text of length 1 before it.")]
    [InlineData("IMAPP_Orgvue_SCIM_user", "It begins with \"IMAPP_Orgvue_SCIM_\", not with \"IAMAPP_Orgvue_SCIM_\".")]
    public void Of_the_prefix_say_which_character_it_is(string name, string explanation) =>
        Assert.Equal($"{explanation} Did you mean \"{Prefix}user\"?", Acme.MeaningOf(name).Hint?.Explanation);

    [Theory]
    [InlineData("us\u0435r", "Its role only looks like \"user\"; it is a custom role. Did you mean \"IAMAPP_Orgvue_SCIM_user\"?")]
    [InlineData("_admin", "Its role only looks like \"admin\"; it is a custom role. Did you mean \"IAMAPP_Orgvue_SCIM_admin\"?")]
    [InlineData("  _admin", "Its role only looks like \"admin\"; it is a custom role. Did you mean \"IAMAPP_Orgvue_SCIM_admin\"?")]
    public void Of_a_role_say_that_it_only_looks_like_one(string role, string explanation) =>
        Assert.Equal(explanation, Acme.MeaningOf(Prefix + role).Hint?.Explanation);

    [Fact]
    public void Of_a_tenant_after_a_space_is_found_as_well() => Assert.Equal(
        "IAMAPP_Orgvue_SCIM_MYTENANT_admin",
        new RoleMapper([new("ACME", SingleTenant, Prefix), new("MYTENANT", MultiTenant, Prefix)]).MeaningOf(Prefix + " MYTENAT_admin").Hint?.Suggestion);

    [Fact]
    public void Of_a_prefix_show_the_last_plain_character_as_it_is() => Assert.StartsWith(
        "Character 4 is \"~\", which only looks like \"\uFF5E\".",
        new RoleMapper([new("ACME", SingleTenant, "IAM\uFF5EOrgvue_SCIM_")]).MeaningOf("IAM~Orgvue_SCIM_user").Hint?.Explanation, StringComparison.Ordinal);

    [Fact]
    public void Of_a_tenant_say_that_the_name_has_none() => Assert.Equal(
        "It names no tenant after the prefix \"IAMAPP_Orgvue_SCIM_\". Did you mean \"IAMAPP_Orgvue_SCIM_MYTENANT_user\"?",
        Mine.MeaningOf(Prefix + "user").Hint?.Explanation);

    [Fact]
    public void Of_a_tenant_guess_none_of_two_nor_one_of_another_prefix()
    {
        var other = new RoleSource("OTHER", MultiTenant, "Elsewhere_");

        Assert.Null(new RoleMapper([new("EU", MultiTenant, Prefix), new("US", MultiTenant, Prefix)]).MeaningOf(Prefix + "user").Hint);
        Assert.Equal("EU", new RoleMapper([new("EU", MultiTenant, Prefix), other]).MeaningOf(Prefix + "user").Hint?.Tenant);
    }

    [Theory]
    [InlineData("hr,admin", "The role holds \",\" at character 3; Orgvue separates roles with it.")]
    [InlineData("a\u0007b", "The role holds the control character U+0007 at character 2.")]
    public void Of_a_role_that_cannot_be_say_which_character_is_wrong(string role, string reason) =>
        Assert.Equal(reason, Assert.IsType<GroupMeaning.InvalidRoleName>(Acme.MeaningOf(Prefix + role)).Reason);

    public static TheoryData<string, RoleSource[]> Problems => new()
    {
        { "M1 A tenant id is a capital letter, then up to 29 capital letters, digits or underscores.", [new("eu", MultiTenant, "P_")] },
        { "M2 A directory has at most one single-tenant configuration.", [new("A", SingleTenant, "A_"), new("B", SingleTenant, "B_")] },
        { "M5 A prefix has at most 200 characters.", [new("A", SingleTenant, new string('a', 200) + "_")] },
        { "M5 A prefix holds no control characters.", [new("A", SingleTenant, "A\n_")] },
        { "M5 The prefix \" A_\" begins with a space, and no trimmed group name does.", [new("A", SingleTenant, " A_")] },
        { "M5 The prefix \"A\" does not end with \"_\": the group \"A_user\" would give the role \"_user\".", [new("A", SingleTenant, "A")] },
        { "M9 The tenant EU has two enabled configurations; it may have one.", [new("EU", SingleTenant, "A_"), new("EU", MultiTenant, "B_")] },
        { "M9 The tenants A and EU have the same effective prefix \"P_EU_\".", [new("A", SingleTenant, "p_eu_"), new("EU", MultiTenant, "P_")] },
        { "M9 The prefix \"P_\" of A starts \"P_EU_\" of EU: groups go to the longer one.", [new("EU", MultiTenant, "P_"), new("A", SingleTenant, "P_")] },
    };

    [Theory, MemberData(nameof(Problems))]
    public void Of_configurations_say_which_rule_they_break(string problem, RoleSource[] sources)
    {
        var found = Assert.Single(SourceRules.ProblemsOf(sources));

        Assert.Equal(problem, $"{found.Rule} {found.Message}");
    }

    [Fact]
    public void Of_configurations_put_what_refuses_them_before_what_only_warns() => Assert.Equal(
        [SourceSeverity.Error, SourceSeverity.Warning, SourceSeverity.Warning, SourceSeverity.Warning],
        SourceRules.ProblemsOf([new("A", SingleTenant, "P"), new("A", MultiTenant, "P")]).Select(p => p.Severity));

    /// <summary>Each in the place of the letter it is taken for: pairs of what is seen and what was meant.</summary>
    [Theory]
    [InlineData("\u0410A\u0412B\u0415E\u041AK\u041CM\u041DH\u041EO\u0420P\u0421C\u0422T\u0423Y\u0435e\u0430a")]
    [InlineData("\u0425X\u0405S\u0406I\u0408J\u050CG\u051AQ\u051CW\u0474V\u04BAH\u0500D")]
    [InlineData("\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039AK\u039CM\u039DN\u039FO\u03A1P\u03A4T\u03A5Y\u03A7X\u03BDv\u03C5u\u03B3y\u03C9w")]
    [InlineData("\u0131i\u017Fs\u0251a\u0261g\u0269i\u212AK\u2160I\u2164V\u2169X\u216CL\u216DC\u216ED\u216FM\u0555O\u054DU\u0570h\uFF21A\uFF5Az")]
    [InlineData("\uFF01!\uFF5E~")]
    public void Know_the_letters_of_other_alphabets_that_pass_for_one(string pairs)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            var prefix = $"Company{pairs[i + 1]}Group_";
            var hint = new RoleMapper([new("ACME", SingleTenant, prefix)]).MeaningOf($"Company{pairs[i]}Group_user").Hint;

            Assert.Equal((NearMissKind.LookAlike, $"Character 8 is U+{(int)pairs[i]:X4}, which only looks like \"{pairs[i + 1]}\". Did you mean \"{prefix}user\"?"),
                (hint?.Kind, hint?.Explanation));
        }
    }

    [Theory]
    [InlineData(NearMissKind.WrongSeparator, "-.\u00A0\u00AF\u02CD\u2010\u2015\u2017\u203F\u2212\u30FC\uFE4D\uFE4F\uFE58\uFE63\uFF0D\uFF3F")]
    [InlineData(NearMissKind.StrayCharacter, "\u00AD\u034F\u061C\u180E\uFEFF\u200B\u200F\u202A\u202E\u2060\u206F\uFE00\uFE0F\u0001")]
    public void Know_what_stands_for_an_underscore_and_what_shows_nothing(NearMissKind kind, string characters)
    {
        foreach (var c in characters)
        {
            var name = kind == NearMissKind.StrayCharacter ? $"IAMAPP{c}_Orgvue_SCIM_user" : $"IAMAPP{c}Orgvue_SCIM_user";

            Assert.Equal((kind, Prefix + "user"), (Acme.MeaningOf(name).Hint?.Kind, Acme.MeaningOf(name).Hint?.Suggestion));
        }
    }

    /// <summary>Neighbours of those characters are letters or signs of their own: the name is misspelt, which a person sees.</summary>
    [Theory]
    [InlineData("\u2016\u2018\uFE50\u2029\u202F\u205F\u2070\uFE10\u0080")]
    public void Take_no_neighbour_for_one_that_shows_nothing(string characters)
    {
        foreach (var c in characters.Where(c => !char.IsControl(c)))
            Assert.NotEqual(NearMissKind.StrayCharacter, Acme.MeaningOf($"IAMAPP{c}_Orgvue_SCIM_user").Hint?.Kind);
    }

    [Theory]
    [InlineData("Org_Abc_", "Org Abc_user", NearMissKind.WrongSeparator), InlineData("Org_Ab_", "Org Ab_user", NearMissKind.WrongPrefixLetters)]
    [InlineData("Org_Abc_", "Org_Abcdef", NearMissKind.MissingSeparator), InlineData("Org_Ab_", "Org_Abcdef", null)]
    [InlineData("Org_Abc_", "My Org_Abc_user", NearMissKind.StrayPrefix), InlineData("Org_Ab_", "My Org_Ab_user", null)]
    [InlineData("Org_Abc_", "O_Abc_user", NearMissKind.WrongPrefixLetters), InlineData("Org_Ab_", "O_Ab_user", null)]
    [InlineData("Org_Abc_", "Orx_Abcdef", NearMissKind.WrongPrefixLetters), InlineData("Org_Ab_", "Or_Ab_sales", NearMissKind.WrongPrefixLetters)]
    [InlineData("Org_Abc_", "ab Org_Abc_user", NearMissKind.StrayPrefix), InlineData("Org_Abc_", "a Org_Abc_user", NearMissKind.StrayCharacter)]
    public void Are_found_more_freely_from_eight_letters_on(string prefix, string name, NearMissKind? kind) =>
        Assert.Equal(kind, new RoleMapper([new("ACME", SingleTenant, prefix)]).MeaningOf(name).Hint?.Kind);

    [Fact]
    public void Are_of_the_nearest_of_several_prefixes()
    {
        var mapper = new RoleMapper([new("A", SingleTenant, "Company_Grou22_"), new("B", SingleTenant, "Company_Group1_")]);

        Assert.Equal("Company_Group1_user", mapper.MeaningOf("Company_Groop1_user").Hint?.Suggestion);
        Assert.Equal("Company_Grou22_user", mapper.MeaningOf("Company_Grou2_user").Hint?.Suggestion);
    }

    [Fact]
    public void Of_an_unknown_tenant_go_by_the_longest_prefix() => Assert.Equal(new GroupMeaning.UnknownTenant("P_X_", "foo"),
        new RoleMapper([new("EU", MultiTenant, "P_"), new("US", MultiTenant, "P_X_")]).MeaningOf("P_X_foo") with { Hint = null });

    [Fact]
    public void Roles_beyond_ascii_and_many_roles_are_merged_as_a_few_plain_ones_are()
    {
        Assert.Equal(["user", "\u00C9T\u00C9"], RoleSet.Merge(["\u00E9t\u00E9", "USER", "\u00C9T\u00C9"]).Roles);
        Assert.Equal(["A", "B", "C", "D", "E"], RoleSet.Merge(["e", "D", "C", "d", "B", "E", "A"]).Roles);
        Assert.Equal(["ADMIN2", "admin", "user"], RoleSet.Merge(["USER", "ADMIN2", "Admin"]).Roles);
        Assert.Equal(["HR"], RoleSet.Merge(["hr", "HR"]).Roles);
        Assert.Equal("user", PlatformRole.Of(["user", "User"]));
    }
}
