#pragma warning disable IDE0130 // The compiler looks for this type under this very name; netstandard2.0 lacks it.
namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler emit <c>init</c> accessors, and with them records.</summary>
internal static class IsExternalInit;
