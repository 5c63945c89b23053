using CsCheck;

// Where the tests look for what the runner they are written for has elsewhere, or what needs a database.
namespace Xunit.Abstractions
{
    static class Nothing;
}

namespace Orgvue.ScimEndpoint.Tests.Querying
{
    static class Seeds
    {
        public static int Next(ITestOutputHelper _) => 20_261_127;
    }
}

namespace Orgvue.ScimEndpoint.Tests
{

/// <summary>Property tests here try few cases, and the same ones each time: a mutant lives or dies by what it does and not by luck.</summary>
static class Fewer
{
    const int Cases = 60;

    public static void Sample<T>(this Gen<T> any, Action<T> holds, int iter)
    {
        for (var n = 0u; n < Math.Min(Cases, iter); n++) holds(any.Generate(new PCG(n, 20_261_127), null, out _));
    }

    public static void Sample<T>(this Gen<T> any, Func<T, bool> holds, int iter) => Sample(any, (T c) => Assert.True(holds(c)), iter);

    public static void Sample<A, B>(this Gen<(A, B)> any, Action<A, B> holds, int iter) =>
        Sample(any, ((A a, B b) c) => holds(c.a, c.b), iter);

    public static void Sample<A, B>(this Gen<(A, B)> any, Func<A, B, bool> holds, int iter) =>
        Sample(any, ((A a, B b) c) => Assert.True(holds(c.a, c.b)), iter);

    public static void Sample<A, B, C, D, E>(this Gen<(A, B, C, D, E)> any, Func<A, B, C, D, E, bool> holds, int iter) =>
        Sample(any, ((A a, B b, C c, D d, E e) x) => Assert.True(holds(x.a, x.b, x.c, x.d, x.e)), iter);
}
}
