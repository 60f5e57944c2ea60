using System.Text;
using Edge.AI.Native;

namespace Edge.AI.Tests.Native;

/// <summary>Sorting the cells of a state that has the format of llama.cpp v0.4.</summary>
public sealed class SavedCellsTests
{
    private const int Sequences = 4;

    private static readonly (int Position, int[] Sequences)[] s_mixed = [(1, [2]), (0, [0, 2]), (1, [0]), (0, [1]), (2, [0]), (1, [1, 3])];
    private static readonly int[] s_sorted = [1, 2, 4, 3, 5, 0];

    [Fact]
    public void Cells_are_sorted_by_their_first_sequence_and_their_position_and_take_the_rows_of_all_layers_with_them()
    {
        var state = Write(s_mixed);

        SavedCells.TrySort(state, Sequences).Should().BeTrue();

        state.Should().Equal(Write(s_mixed, s_sorted));
    }

    [Fact]
    public void Cells_in_order_stay_where_they_are()
    {
        var state = Write(s_mixed, s_sorted);

        SavedCells.TrySort(state, Sequences).Should().BeFalse();

        state.Should().Equal(Write(s_mixed, s_sorted));
    }

    [Fact]
    public void A_state_of_any_other_length_is_left_alone()
    {
        var (whole, withoutValues) = (Write(s_mixed), Write(s_mixed, rowSizes: [5, 5]).Length);
        for (var length = 0; length <= whole.Length + 1; length++)
        {
            byte[] other = [.. whole.Take(length), .. new byte[Math.Max(0, length - whole.Length)]];

            IsLeftAlone(other).Should().Be(length != whole.Length && length != withoutValues, "it has {0} of {1} bytes", length, whole.Length);
        }
    }

    [Theory]
    [InlineData("two streams", 9, 2)]
    [InlineData("no cells", 13, 0)]
    [InlineData("more cells than bytes", 13, int.MaxValue)]
    [InlineData("a negative number of cells", 13, -1)]
    [InlineData("a name longer than the state", 0, int.MaxValue)]
    [InlineData("a negative position", 17, -1)]
    [InlineData("a cell without a sequence", 21, 0)]
    [InlineData("a cell of too many sequences", 21, Sequences + 1)]
    [InlineData("a sequence that does not exist", 25, Sequences)]
    [InlineData("a sequence below zero", 25, -1)]
    public void A_state_with_an_impossible_number_is_left_alone(string what, int at, int number)
    {
        var state = Write(s_mixed);
        BitConverter.TryWriteBytes(state.AsSpan(at), number).Should().BeTrue();

        IsLeftAlone(state).Should().BeTrue(what);
    }

    [Fact]
    public void Transposed_values_are_left_alone() => IsLeftAlone(Write(s_mixed, isTransposed: 1)).Should().BeTrue();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Another_number_of_layers_is_left_alone(int layers) => IsLeftAlone(Write(s_mixed, layers: layers)).Should().BeTrue();

    [Fact]
    public void Sequences_of_a_cell_in_another_order_are_left_alone() => IsLeftAlone(Write([(1, [2]), (0, [2, 0])])).Should().BeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Rows_of_an_impossible_size_are_left_alone(long size)
    {
        var state = Write(s_mixed);
        var at = state.AsSpan().LastIndexOf(BitConverter.GetBytes(7L));
        BitConverter.TryWriteBytes(state.AsSpan(at), size).Should().BeTrue();

        IsLeftAlone(state).Should().BeTrue();
    }

    private static bool IsLeftAlone(byte[] state)
    {
        var before = state.ToArray();
        return !SavedCells.TrySort(state, Sequences) && state.AsSpan().SequenceEqual(before);
    }

    /// <summary>A state with two layers, whose keys have rows of 5 bytes and whose values have rows of 7. Each byte of a row is the number of its cell.</summary>
    private static byte[] Write((int Position, int[] Sequences)[] cells, int[]? order = null, int isTransposed = 0, int layers = 2, int[]? rowSizes = null)
    {
        order ??= [.. Enumerable.Range(0, cells.Length)];
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var name = Encoding.ASCII.GetBytes("llama");
        writer.Write(name.Length);
        writer.Write(name);
        writer.Write(1);
        writer.Write(cells.Length);
        foreach (var cell in order)
        {
            writer.Write(cells[cell].Position);
            writer.Write(cells[cell].Sequences.Length);
            foreach (var sequence in cells[cell].Sequences)
                writer.Write(sequence);
        }

        writer.Write(isTransposed);
        writer.Write(layers);
        foreach (var rowSize in rowSizes ?? [5, 5, 7, 7])
        {
            writer.Write(1);
            writer.Write((long)rowSize);
            foreach (var cell in order)
                writer.Write([.. Enumerable.Repeat((byte)(100 + cell), rowSize)]);
        }

        return stream.ToArray();
    }
}
