using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Edge.AI.Common;

/// <summary>The values that an option may have. Errors and docs/configuration.md have the same text for them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class AllowedAttribute : ValidationAttribute
{
    /// <summary>Gets what is allowed, as it ends the sentence "VALUE is not …".</summary>
    public abstract string Text { get; }

    protected abstract bool Allows(object value);

    /// <summary>Returns how an error shows a refused value.</summary>
    protected virtual string Show(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 40 } text ? $"{text[..40]}…" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) => value is null || Allows(value)
        ? ValidationResult.Success
        : new($"'{Show(value)}' is not {Text}.", [validationContext.MemberName!]);
}
