using System.ComponentModel.DataAnnotations;
using Edge.AI.Sources;

namespace Edge.AI.Pipeline;

/// <summary>An absolute address with one of these schemes, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressOfAttribute(params string[] schemes) : ValidationAttribute
{
    /// <summary>A scheme that is good for this machine only.</summary>
    public string? LoopbackOnly { get; set; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not Uri address || (address.IsAbsoluteUri && schemes.Contains(address.Scheme, StringComparer.Ordinal) && (address.Scheme != LoopbackOnly || address.IsLoopback)))
            return ValidationResult.Success;

        var setting = $"{ProvisioningOptions.SectionName}:{validationContext.MemberName}";
        var wanted = string.Join(", ", schemes.Select(scheme => scheme == LoopbackOnly ? $"{scheme}:// (this machine only)" : $"{scheme}://"));
        return new($"{setting} is '{SafeAddress.Of(address)}'. It must be an address that begins with one of: {wanted}.", [validationContext.MemberName!]);
    }
}
