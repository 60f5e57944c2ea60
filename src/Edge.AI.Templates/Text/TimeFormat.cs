using System.Globalization;
using System.Text;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Text;

/// <summary>Python's <c>strftime</c> in the C locale, as in glibc: a minus after the percent sign drops leading zeros.</summary>
internal static class TimeFormat
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Format(DateTimeOffset time, string format)
    {
        var output = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            WorkMeter.Allocate(2);
            if (format[i] != '%' || i + 1 == format.Length)
            {
                output.Append(format[i]);
                continue;
            }

            var isBare = format[i + 1] == '-' && i + 2 < format.Length;
            i += isBare ? 2 : 1;
            var text = Directive(time, format[i]) ?? $"%{(isBare ? "-" : "")}{format[i]}";
            if (isBare && text.All(char.IsAsciiDigit))
                text = text.TrimStart('0') is { Length: > 0 } bare ? bare : "0";
            TemplateLimits.CheckText((long)output.Length + text.Length);
            WorkMeter.Allocate(200 + (2L * text.Length));
            output.Append(text);
        }

        return output.ToString();
    }

    private static string? Directive(DateTimeOffset time, char directive) => directive switch
    {
        'a' => time.ToString("ddd", Culture),
        'A' => time.ToString("dddd", Culture),
        'b' or 'h' => time.ToString("MMM", Culture),
        'B' => time.ToString("MMMM", Culture),
        'c' => Format(time, "%a %b %e %H:%M:%S %Y"),
        'C' => Number(time.Year / 100, 2),
        'd' => Number(time.Day, 2),
        'D' or 'x' => Format(time, "%m/%d/%y"),
        'e' => time.Day.ToString(Culture).PadLeft(2),
        'f' => Number(time.Millisecond * 1000 + time.Microsecond, 6),
        'F' => Format(time, "%Y-%m-%d"),
        'g' => Number(ISOWeek.GetYear(time.DateTime) % 100, 2),
        'G' => Number(ISOWeek.GetYear(time.DateTime), 4),
        'H' => Number(time.Hour, 2),
        'I' => Number(HourOfTwelve(time), 2),
        'j' => Number(time.DayOfYear, 3),
        'k' => time.Hour.ToString(Culture).PadLeft(2),
        'l' => HourOfTwelve(time).ToString(Culture).PadLeft(2),
        'm' => Number(time.Month, 2),
        'M' => Number(time.Minute, 2),
        'n' => "\n",
        'p' => time.Hour < 12 ? "AM" : "PM",
        'P' => time.Hour < 12 ? "am" : "pm",
        'r' => Format(time, "%I:%M:%S %p"),
        'R' => Format(time, "%H:%M"),
        's' => time.ToUnixTimeSeconds().ToString(Culture),
        'S' => Number(time.Second, 2),
        't' => "\t",
        'T' or 'X' => Format(time, "%H:%M:%S"),
        'u' => Number(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, 1),
        'U' => Number((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7, 2),
        'V' => Number(ISOWeek.GetWeekOfYear(time.DateTime), 2),
        'w' => Number((int)time.DayOfWeek, 1),
        'W' => Number((time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7, 2),
        'y' => Number(time.Year % 100, 2),
        'Y' => time.Year.ToString(Culture),
        'z' or 'Z' => "", // the reference formats a local time without zone
        '%' => "%",
        _ => null,
    };

    private static int HourOfTwelve(DateTimeOffset time) => ((time.Hour + 11) % 12) + 1;

    private static string Number(int value, int digits) => value.ToString($"D{digits}", Culture);
}
