using Edge.AI.Catalog;
using Edge.AI.Common;

namespace Edge.AI.Settings;

/// <summary>Validates that a property is an absolute address with one of these schemes, or null.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressOfAttribute(params string[] schemes) : AllowedAttribute
{
    /// <summary>Gets or sets a scheme that is allowed only for this machine.</summary>
    public string? LoopbackOnly { get; set; }

    public override string Text => $"an address that begins with one of: {string.Join(", ", schemes.Select(scheme => scheme == LoopbackOnly ? $"{scheme}:// (this machine only)" : $"{scheme}://"))}";

    protected override bool Allows(object value) =>
        value is Uri { IsAbsoluteUri: true } address && schemes.Contains(address.Scheme, StringComparer.Ordinal) && (address.Scheme != LoopbackOnly || address.IsLoopback);

    /// <summary>Shows the address without its password.</summary>
    protected override string Show(object value) => SafeAddress.Of((Uri)value);
}
