using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Looking for a part of a text in any case, for people who search.</summary>
public static class TextSearch
{
    const string Escape = "\\";

    /// <summary>
    /// Rows whose column holds the text. The case of ASCII's letters is ignored, which all databases can; a text with other letters is looked
    /// for as it is. No character is special.
    /// </summary>
    public static IQueryable<T> WhereContains<T>(this ScimDb db, IQueryable<T> rows, Expression<Func<T, string?>> column, string text)
    {
        var ascii = text.All(char.IsAscii);
        Expression<Func<string, string, bool>> like = db.Database.IsNpgsql() && ascii
            ? (value, pattern) => EF.Functions.ILike(value, pattern, Escape)
            : (value, pattern) => EF.Functions.Like(value, pattern, Escape);
        Expression<Func<string, string, bool>> test = ascii ? like : (value, pattern) => value.Contains(pattern);
        Expression<Func<string>> wanted = ascii ? Value($"%{Escaped(text)}%") : Value(text);
        var body = new Put(test.Parameters[0], column.Body, test.Parameters[1], wanted.Body).Visit(test.Body);
        return rows.Where(Expression.Lambda<Func<T, bool>>(body, column.Parameters));
    }

    // Captured, so that it becomes a parameter of the query.
    static Expression<Func<string>> Value(string text) => () => text;

    static string Escaped(string text) => text
        .Replace(Escape, Escape + Escape, StringComparison.Ordinal)
        .Replace("%", Escape + "%", StringComparison.Ordinal).Replace("_", Escape + "_", StringComparison.Ordinal);

    sealed class Put(ParameterExpression value, Expression column, ParameterExpression pattern, Expression wanted) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == value ? column : node == pattern ? wanted : node;
    }
}
