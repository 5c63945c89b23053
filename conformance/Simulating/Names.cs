namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>What people and roles are called; now and then as a directory with people from everywhere has it.</summary>
static class Names
{
    /// <summary>As it is shown, and as a mail address can hold it.</summary>
    public static readonly IReadOnlyList<(string Shown, string Mail)> Given =
    [
        ("Ada", "ada"), ("Grace", "grace"), ("Zoë", "zoe"), ("Jürgen", "juergen"), ("Alan", "alan"), ("Søren", "soren"),
        ("Katherine", "katherine"),
        ("José", "jose"), ("Mary", "mary"), ("Łukasz", "lukasz"), ("Dennis", "dennis"), ("Chloé", "chloe"), ("Barbara", "barbara"),
        ("Nguyễn", "nguyen"),
        ("Ken", "ken"), ("Åsa", "asa"), ("Linus", "linus"), ("Δέσποινα", "despina"), ("Radia", "radia"), ("雅子", "masako"), ("Tim", "tim"),
        ("Siobhán", "siobhan"), ("Frances", "frances"), ("Олена", "olena"), ("Edsger", "edsger"),
    ];

    public static readonly IReadOnlyList<(string Shown, string Mail)> Family =
    [
        ("Lovelace", "lovelace"), ("Hopper", "hopper"), ("Müller", "mueller"), ("O'Brien", "obrien"), ("Turing", "turing"),
        ("Kierkegård", "kierkegard"),
        ("Johnson", "johnson"), ("Muñoz", "munoz"), ("van der Berg", "vanderberg"), ("Żółć", "zolc"), ("Ritchie", "ritchie"),
        ("Lefèvre", "lefevre"),
        ("Liskov", "liskov"), ("Trần", "tran"), ("Thompson", "thompson"), ("Ångström", "angstrom"), ("Smith-Jones", "smithjones"),
        ("Παπαδάκη", "papadaki"),
        ("Perlman", "perlman"), ("田中", "tanaka"), ("Berners-Lee", "bernerslee"), ("Ní Dhuibhir", "nidhuibhir"), ("Allen", "allen"),
        ("Шевченко", "shevchenko"),
    ];

    public static readonly IReadOnlyList<string> Ornaments = [" 🚀", " 👩‍💻", " (she/her)", " 🌍"];

    public static readonly IReadOnlyList<string> Titles =
        ["Analyst", "Chef d'équipe", "Workforce Planner", "Leiter Einkauf", "Engineer", "Controller"];

    public static readonly IReadOnlyList<string> Departments =
        ["Finance", "People & Culture", "Retail", "Forschung", "Sales", "Opérations"];

    /// <summary>The first two give access to the platform; the rest are what Orgvue's tenants make of them.</summary>
    public static readonly IReadOnlyList<string> Roles =
        ["user", "admin", "Workforce_Planner", "Analyst", "Manager_Retail", "Retail", 
         "HR_Business_Partner", "Finance_Viewer", "Org_Designer", "Cost_Reader"];
}
