using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;

namespace Orgvue.ScimEndpoint.Tests.Security;

/// <summary>
/// MVC validates what it has read member by member, and gives up with an exception at a depth of its own. JSON without a shape of ours has
/// nothing that it could validate, and is as deep as its sender likes: such members are left out of it.
/// </summary>
public sealed class Every_body
{
    static readonly Assembly Ours = typeof(Program).Assembly;

    [Fact]
    public void Leaves_JSON_of_any_shape_to_those_who_read_it()
    {
        var bodies = Ours.GetTypes().Where(t => t.IsAssignableTo(typeof(ControllerBase)))
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .SelectMany(m => m.GetParameters()).Where(p => p.GetCustomAttribute<FromBodyAttribute>() is not null).Select(p => p.ParameterType);
        var walked = new HashSet<Type>();
        foreach (var body in bodies) Walk(body, walked);
        var free = walked.SelectMany(t => t.GetProperties()).Where(p => IsFree(p.PropertyType)).ToList();

        Assert.True(walked.Count > 20, $"only {walked.Count} types of bodies");
        Assert.True(free.Count >= 5, $"only {free.Count} members of any shape");
        Assert.Empty(free.Where(p => p.GetCustomAttribute<ValidateNeverAttribute>() is null).Select(p => $"{p.DeclaringType!.Name}.{p.Name}"));
    }

    static void Walk(Type type, HashSet<Type> walked)
    {
        if (type.IsArray) Walk(type.GetElementType()!, walked);
        foreach (var argument in type.GetGenericArguments()) Walk(argument, walked);
        if (type.Assembly != Ours || !walked.Add(type)) return;
        foreach (var property in type.GetProperties()) Walk(property.PropertyType, walked);
    }

    static bool IsFree(Type type) => type.IsAssignableTo(typeof(JsonNode)) || (Nullable.GetUnderlyingType(type) ?? type) == typeof(JsonElement);
}
