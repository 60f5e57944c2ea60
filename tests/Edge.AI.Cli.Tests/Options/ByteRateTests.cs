using Edge.AI.Cli.Options;

namespace Edge.AI.Cli.Tests.Options;

public sealed class ByteRateTests
{
    [Theory]
    [InlineData("10MB/s", 10_000_000)]
    [InlineData("10MB", 10_000_000)]
    [InlineData(" 1.5 MB/s ", 1_500_000)]
    [InlineData("10.1MB/s", 10_100_000)]
    [InlineData("512KiB/s", 512 * 1024)]
    [InlineData("512kB/s", 512_000)]
    [InlineData("2MiB/s", 2 * 1024 * 1024)]
    [InlineData("1GB/s", 1_000_000_000)]
    [InlineData("1GiB/s", 1L << 30)]
    [InlineData("1TB/s", 1_000_000_000_000)]
    [InlineData("1TiB/s", 1L << 40)]
    [InlineData("1024B/s", 1024)]
    [InlineData("8388607TiB/s", 8388607L << 40)]
    public void A_rate_is_a_number_and_a_unit(string text, long expected)
    {
        ByteRate.Parse(text, out var rate).Should().BeNull();

        rate.Should().Be(expected);
    }

    [Theory]
    [InlineData("", "unit")]
    [InlineData("10", "unit")]
    [InlineData("10/s", "unit")]
    [InlineData("MB/s", "number")]
    [InlineData("fast", "number")]
    [InlineData("-1MB/s", "number")]
    [InlineData("1e3MB/s", "number")]
    [InlineData("1,5MB/s", "number")]
    [InlineData("1.5.5MB/s", "number")]
    [InlineData("0xFFMB/s", "'xFFMB'")]
    [InlineData("10Mb/s", "bits")]
    [InlineData("10mb/s", "bits")]
    [InlineData("10b", "bits")]
    [InlineData("10PB/s", "'PB'")]
    [InlineData("10M/s", "'M'")]
    [InlineData("10iB/s", "'iB'")]
    [InlineData("10MB/h", "'MB/h'")]
    [InlineData("10MBB/s", "'MBB'")]
    [InlineData("8388608TiB/s", "too large")]
    [InlineData("99999999999999999999999999999999999999MB/s", "too large")]
    [InlineData("0MB/s", "less than 1024 bytes")]
    [InlineData("1KB/s", "less than 1024 bytes")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason)
    {
        ByteRate.Parse(text, out var rate).Should().Contain(reason);

        rate.Should().Be(0);
    }
}
