using System.Linq.Expressions;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>Puts conditions on rows together, so that the database can read them.</summary>
static class Conditions
{
    /// <summary>The rows whose column passes the test.</summary>
    public static Expression<Func<T, bool>> Where<T, TColumn>(
        this Expression<Func<T, TColumn>> column, Expression<Func<TColumn, bool>> test) =>
        Expression.Lambda<Func<T, bool>>(new Inline(test.Parameters[0], column.Body).Visit(test.Body), column.Parameters);

    public static Expression<Func<T, bool>> And<T>(this Expression<Func<T, bool>> left, Expression<Func<T, bool>> right) =>
        Join(left, right, Expression.AndAlso);

    public static Expression<Func<T, bool>> Or<T>(this Expression<Func<T, bool>> left, Expression<Func<T, bool>> right) =>
        Join(left, right, Expression.OrElse);

    public static Expression<Func<T, bool>> Not<T>(this Expression<Func<T, bool>> condition) =>
        Expression.Lambda<Func<T, bool>>(Expression.Not(condition.Body), condition.Parameters);

    /// <summary>The id of a row with one of its columns.</summary>
    public static Expression<Func<T, Keyed<TColumn>>> With<T, TColumn>(
        this Expression<Func<T, Guid>> id, Expression<Func<T, TColumn>> column)
    {
        var (row, keyed) = (id.Parameters[0], typeof(Keyed<TColumn>));
        var value = new Inline(column.Parameters[0], row).Visit(column.Body);
        return Expression.Lambda<Func<T, Keyed<TColumn>>>(Expression.MemberInit(Expression.New(keyed),
            Expression.Bind(keyed.GetProperty(nameof(Keyed<>.Id))!, id.Body),
            Expression.Bind(keyed.GetProperty(nameof(Keyed<>.Value))!, value)), row);
    }

    static Expression<Func<T, bool>> Join<T>(
        Expression<Func<T, bool>> left, Expression<Func<T, bool>> right, Func<Expression, Expression, Expression> with)
    {
        var row = left.Parameters[0];
        var renamed = new Inline(right.Parameters[0], row).Visit(right.Body);
        return Expression.Lambda<Func<T, bool>>(with(left.Body, renamed), row);
    }

    sealed class Inline(ParameterExpression parameter, Expression value) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : node;
    }
}

/// <summary>As a query selects it.</summary>
sealed class Keyed<TColumn>
{
    public Guid Id { get; init; }
    public TColumn Value { get; init; } = default!;
}
