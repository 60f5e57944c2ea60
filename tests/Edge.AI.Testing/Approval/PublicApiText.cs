using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Edge.AI.Testing;

/// <summary>Lists the public and protected members of an assembly, sorted, one per line below their type, similar to C# declarations.</summary>
public static class PublicApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(short)] = "short",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(ushort)] = "ushort",
        [typeof(void)] = "void",
    };

    public static string Of(Assembly assembly) => string.Concat(assembly.GetExportedTypes().Select(TypeText).Order(StringComparer.Ordinal));

    private static string TypeText(Type type)
    {
        var members = typeof(Delegate).IsAssignableFrom(type) ? [] : type.IsEnum ? EnumMembers(type) : SortedMembers(type);
        return $"{FullName(type)}: {Kind(type)}{Bases(type)}\n{string.Concat(members.Select(member => $"    {member}\n"))}\n";
    }

    private static string FullName(Type type) => type.Namespace is null ? Name(type) : $"{type.Namespace}.{Name(type)}";

    private static string Kind(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
            return $"delegate {Signature(type.GetMethod("Invoke")!)}";

        var record = IsRecord(type) ? "record" : "class";
        return type switch
        {
            { IsEnum: true } => type.IsDefined(typeof(FlagsAttribute)) ? "[Flags] enum" : "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => $"abstract {record}",
            { IsSealed: true } => $"sealed {record}",
            _ => record,
        };
    }

    private static string Bases(Type type)
    {
        if (type.IsEnum)
            return Enum.GetUnderlyingType(type) == typeof(int) ? "" : $" : {Name(Enum.GetUnderlyingType(type))}";

        if (typeof(Delegate).IsAssignableFrom(type))
            return "";

        var all = type.GetInterfaces();
        var inherited = (type.BaseType?.GetInterfaces() ?? []).Concat(all.SelectMany(each => each.GetInterfaces()));
        var interfaces = all.Except(inherited).Where(each => each.IsVisible && !(IsRecord(type) && each == typeof(IEquatable<>).MakeGenericType(type))).Select(each => Name(each)).Order(StringComparer.Ordinal);
        var bases = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? interfaces.Prepend(Name(parent)) : interfaces;
        return string.Join(", ", bases) is { Length: > 0 } text ? $" : {text}" : "";
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static IEnumerable<string> EnumMembers(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Literal(field.GetRawConstantValue())}");

    private static IEnumerable<string> SortedMembers(Type type) =>
        Members(type).OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Text, StringComparer.Ordinal).Select(member => member.Text);

    private static IEnumerable<(string Name, string Text)> Members(Type type)
    {
        foreach (var constructor in type.GetConstructors(Declared).Where(each => IsPromised(each) && !each.IsStatic))
            yield return (constructor.Name, $"{Access(constructor)}new({Parameters(constructor)})");

        foreach (var field in type.GetFields(Declared).Where(each => each.IsPublic || each.IsFamily || each.IsFamilyOrAssembly))
        {
            var modifiers = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
            var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
            yield return (field.Name, $"{modifiers}{Name(new NullabilityInfoContext().Create(field))} {field.Name}{value}");
        }

        foreach (var property in type.GetProperties(Declared))
        {
            if (property.GetAccessors(nonPublic: true).Where(IsPromised).ToArray() is { Length: > 0 } accessors && !IsGenerated(property))
                yield return (property.Name, PropertyText(property, accessors));
        }

        foreach (var each in type.GetEvents(Declared).Where(each => IsPromised(each.AddMethod!)))
            yield return (each.Name, $"{Modifiers(each.AddMethod!)}event {Name(new NullabilityInfoContext().Create(each))} {each.Name}");

        foreach (var method in type.GetMethods(Declared).Where(each => IsPromised(each) && !IsGenerated(each)))
        {
            if (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
                yield return (method.Name, Modifiers(method) + Signature(method));
        }
    }

    private static bool IsPromised(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // Members that the compiler adds to a record follow from its properties.
    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name is "EqualityContract";

    private static string PropertyText(PropertyInfo property, MethodInfo[] accessors)
    {
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";
        var name = index.Length > 0 ? "this" + index : property.Name;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var (get, set) = (accessors.Contains(property.GetMethod) ? "get; " : "", accessors.Contains(property.SetMethod) ? SetterText(property.SetMethod!) : "");
        return $"{Modifiers(accessors[0])}{required}{Name(new NullabilityInfoContext().Create(property))} {name} {{ {get}{set}}}";
    }

    private static string SetterText(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : $"{Access(setter)}set; ";

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method) => Access(method) + method switch
    {
        { DeclaringType.IsInterface: true, IsStatic: false } => "",
        { IsStatic: true, IsAbstract: true } => "static abstract ",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true } when method.GetBaseDefinition() != method => "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Signature(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(each => each.Name))}>" : "";
        return $"{Name(new NullabilityInfoContext().Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extension + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var kind = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        var value = parameter.HasDefaultValue ? $" = {Default(parameter)}" : "";
        return $"{kind}{Name(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{value}";
    }

    private static string Default(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return parameter.RawDefaultValue switch
        {
            null => type.IsValueType && type == parameter.ParameterType ? "default" : "null",
            var value when type.IsEnum => $"{type.Name}.{Enum.ToObject(type, value)}",
            var value => Literal(value),
        };
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var mark = info.ReadState == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
        if (info.ElementType is { } element && type.IsArray)
            return $"{Name(element)}[]{mark}";

        return info.GenericTypeArguments.Length > 0 && Nullable.GetUnderlyingType(type) is null
            ? Name(type, info.GenericTypeArguments.Select(Name)) + mark
            : Name(type) + mark;
    }

    private static string Name(Type type, IEnumerable<string>? arguments = null)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;

        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";

        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[]";

        var name = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        return type.IsGenericType
            ? $"{name.Split('`')[0]}<{string.Join(", ", arguments ?? type.GetGenericArguments().Select(each => Name(each)))}>"
            : name;
    }
}
