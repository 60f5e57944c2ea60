#pragma warning disable IDE0130 // The compiler looks for this type under exactly this name. netstandard2.0 does not have it.
namespace System.Runtime.CompilerServices;

/// <summary>Allows <c>init</c> accessors, and therefore records.</summary>
internal static class IsExternalInit;
