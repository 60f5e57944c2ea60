using System.Globalization;

namespace Edge.AI.Common;

/// <summary>Limits a number or a time span.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithinAttribute : AllowedAttribute
{
    private readonly IConvertible? _least;
    private readonly IConvertible? _most;
    private readonly TimeSpan _shortest;
    private readonly TimeSpan _longest;

    public WithinAttribute(long least, long most) => (_least, _most) = (least, most);

    public WithinAttribute(double least, double most) => (_least, _most) = (least, most);

    /// <summary>Limits a time span.</summary>
    public WithinAttribute(string shortest, string longest) =>
        (_shortest, _longest) = (TimeSpan.Parse(shortest, CultureInfo.InvariantCulture), TimeSpan.Parse(longest, CultureInfo.InvariantCulture));

    /// <summary>Gets or sets the unit of a number, for example tokens.</summary>
    public string? Unit { get; set; }

    public override string Text => (_least, _most) switch
    {
        (null, _) => $"from {_shortest:c} to {_longest:c}",
        (long least, long.MaxValue) => $"{least} or more{WithUnit}",
        var (least, most) => string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}{WithUnit}"),
    };

    private string WithUnit => Unit is null ? "" : $" {Unit}";

    protected override bool Allows(object value) => value switch
    {
        TimeSpan time => time >= _shortest && time <= _longest,
        float or double => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && number >= Convert.ToDouble(_least, CultureInfo.InvariantCulture) && number <= Convert.ToDouble(_most, CultureInfo.InvariantCulture),
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture) is var number && number >= Convert.ToInt64(_least, CultureInfo.InvariantCulture) && number <= Convert.ToInt64(_most, CultureInfo.InvariantCulture),
    };
}
