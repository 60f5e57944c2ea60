using System.ComponentModel.DataAnnotations;
using Edge.AI.Catalog;

namespace Edge.AI.Settings;

/// <summary>Validates that a property is an absolute address with one of these schemes, or null.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressOfAttribute(params string[] schemes) : ValidationAttribute
{
    /// <summary>Gets or sets a scheme that is allowed only for this machine.</summary>
    public string? LoopbackOnly { get; set; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not Uri address || (address.IsAbsoluteUri && schemes.Contains(address.Scheme, StringComparer.Ordinal) && (address.Scheme != LoopbackOnly || address.IsLoopback)))
            return ValidationResult.Success;

        var setting = $"{ProvisioningOptions.SectionName}:{validationContext.MemberName}";
        var allowed = string.Join(", ", schemes.Select(scheme => scheme == LoopbackOnly ? $"{scheme}:// (this machine only)" : $"{scheme}://"));
        return new($"{setting} is '{SafeAddress.Of(address)}'. It must be an address that begins with one of: {allowed}.", [validationContext.MemberName!]);
    }
}
