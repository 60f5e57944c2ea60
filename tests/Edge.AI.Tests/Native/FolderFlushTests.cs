using Edge.AI.Disk;

namespace Edge.AI.Tests.Native;

public sealed class FolderFlushTests
{
    [Fact]
    public void A_folder_can_be_flushed() => FolderFlush.Flush(Path.GetTempPath()).Should().BeNull();

    [Fact]
    public void A_folder_that_its_file_system_does_not_flush_is_told_and_no_error()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux has such a folder everywhere.");

        FolderFlush.Flush("/proc").Should().StartWith("fsync");
    }

    [Fact]
    public void A_folder_that_can_not_be_opened_is_told_and_no_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows flushes no folders.");

        FolderFlush.Flush("/no/such/folder").Should().StartWith("open");
    }

    [Theory]
    [InlineData(22)] // EINVAL
    [InlineData(95)] // ENOTSUP
    [InlineData(38)] // ENOSYS
    [InlineData(9)] // EBADF
    [InlineData(13)] // EACCES
    [InlineData(1)] // EPERM
    public void What_a_file_system_answers_that_knows_no_flushing_is_no_error(int error) => FolderFlush.Outcome("fsync", "folder", error).Should().StartWith("fsync: ");

    [Theory]
    [InlineData(5)] // EIO
    [InlineData(28)] // ENOSPC
    public void What_says_that_renames_may_be_lost_is_an_error(int error) =>
        FluentActions.Invoking(() => FolderFlush.Outcome("fsync", "folder", error)).Should().Throw<IOException>().Which.HResult.Should().Be(error);
}
