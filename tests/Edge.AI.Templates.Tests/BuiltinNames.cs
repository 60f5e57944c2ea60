namespace Edge.AI.Templates.Tests;

/// <summary>The names that a template can use.</summary>
internal static class BuiltinNames
{
    public static readonly string[] Filters = Words(
        """
        string upper lower capitalize title trim replace format indent center truncate wordcount safe escape e forceescape urlencode xmlattr int float abs round sum sort
        dictsort unique groupby min max map select reject selectattr rejectattr attribute default d attr length count list first last join reverse items batch slice tojson
        """);

    public static readonly string[] Tests = Words(
        """
        defined undefined none boolean true false integer float number string mapping iterable sequence callable sameas escaped lower upper odd even divisibleby in filter test
        eq equalto ne lt lessthan le gt greaterthan ge
        """);

    public static readonly string[] Methods = Words(
        """
        strip lstrip rstrip upper lower casefold swapcase capitalize title replace removeprefix removesuffix center ljust rjust zfill format isdigit isdecimal isnumeric isalpha isalnum
        isspace isascii islower isupper istitle startswith endswith find rfind index rindex count split rsplit splitlines partition rpartition join
        copy append extend insert pop remove clear reverse get keys values items update setdefault
        """);

    public static readonly string[] Functions = Words("range dict namespace cycler joiner raise_exception strftime_now");

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
