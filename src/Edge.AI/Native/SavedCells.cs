using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary>
/// Sorts the cells of a saved key-value cache, as <c>llama_kv_cache::state_write</c> of llama.cpp v0.4 writes it: the model's architecture, one stream, the position and the sequences of
/// each cell, and the rows of all cells for each layer, keys first. Each part is checked against the length of the whole before anything is changed.
/// </summary>
internal static class SavedCells
{
    /// <summary>Puts the cells of each sequence next to each other, by their positions. Cells that sequences share lie with the first of them.</summary>
    /// <param name="state">The saved state of a context.</param>
    /// <param name="sequences">The number of sequences that the context can have.</param>
    /// <returns>False if the cells are in order already, or if the format is another one; then nothing has changed.</returns>
    public static bool TrySort(Span<byte> state, int sequences)
    {
        if (Layout.TryRead(state, sequences) is not { } layout)
            return false;

        var order = layout.Cells.Select((_, at) => at).OrderBy(at => layout.Cells[at].Sequence).ThenBy(at => layout.Cells[at].Position).ToArray();
        if (order.SequenceEqual(Enumerable.Range(0, order.Length)))
            return false;

        var copy = ArrayPool<byte>.Shared.Rent(Math.Max(layout.MetaEnd - layout.MetaStart, layout.Blocks.Max(block => block.RowSize) * order.Length));
        SortMeta(state, layout, order, copy);
        foreach (var (start, rowSize) in layout.Blocks)
            SortRows(state.Slice(start, rowSize * order.Length), rowSize, order, copy);
        ArrayPool<byte>.Shared.Return(copy);
        return true;
    }

    private static void SortMeta(Span<byte> state, Layout layout, int[] order, byte[] copy)
    {
        var meta = state[layout.MetaStart..layout.MetaEnd];
        meta.CopyTo(copy);
        foreach (var from in order)
        {
            var (start, length) = (layout.Cells[from].Start - layout.MetaStart, layout.Cells[from].Length);
            copy.AsSpan(start, length).CopyTo(meta);
            meta = meta[length..];
        }
    }

    private static void SortRows(Span<byte> rows, int rowSize, int[] order, byte[] copy)
    {
        rows.CopyTo(copy);
        for (var to = 0; to < order.Length; to++)
            copy.AsSpan(order[to] * rowSize, rowSize).CopyTo(rows[(to * rowSize)..]);
    }

    /// <summary>The description of a cell: its place in the state, its position, and the first of its sequences.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Cell(int Start, int Length, int Position, int Sequence);

    /// <summary>The place of each part.</summary>
    private sealed record Layout(int MetaStart, int MetaEnd, Cell[] Cells, List<(int Start, int RowSize)> Blocks)
    {
        private const int BytesPerBlockHead = sizeof(int) + sizeof(long); // the type of the rows, and their size
        private const int LeastBytesPerCell = 3 * sizeof(int);

        /// <summary>Returns the place of each part; null if the state has another format.</summary>
        public static Layout? TryRead(ReadOnlySpan<byte> state, int sequences)
        {
            var at = 0;
            if (!TryNumber(state, ref at, out var nameLength) || nameLength > state.Length - at)
                return null;

            at += nameLength;
            if (!TryNumber(state, ref at, out var streams) || streams != 1 || !TryNumber(state, ref at, out var count) || count == 0 || count > (state.Length - at) / LeastBytesPerCell)
                return null;

            var (metaStart, cells) = (at, new Cell[count]);
            for (var cell = 0; cell < count; cell++)
            {
                if (TryCell(state, ref at, sequences) is not { } read)
                    return null;
                cells[cell] = read;
            }

            var metaEnd = at;
            var hasHead = TryNumber(state, ref at, out var isTransposed) & TryNumber(state, ref at, out var layers);
            return hasHead && isTransposed == 0 && TryBlocks(state, at, count) is { } blocks && (blocks.Count == layers || blocks.Count == 2 * layers) // latent attention has no values
                ? new(metaStart, metaEnd, cells, blocks)
                : null;
        }

        private static Cell? TryCell(ReadOnlySpan<byte> state, ref int at, int sequences)
        {
            var start = at;
            if (!TryNumber(state, ref at, out var position) || !TryNumber(state, ref at, out var count) || count == 0 || count > sequences)
                return null;

            var (first, last) = (-1, -1);
            for (var each = 0; each < count; each++)
            {
                if (!TryNumber(state, ref at, out var sequence) || sequence <= last || sequence >= sequences)
                    return null;
                (first, last) = (each == 0 ? sequence : first, sequence);
            }

            return new(start, at - start, position, first);
        }

        private static List<(int Start, int RowSize)>? TryBlocks(ReadOnlySpan<byte> state, int at, int count)
        {
            List<(int, int)> blocks = [];
            while (at < state.Length)
            {
                if (state.Length - at < BytesPerBlockHead)
                    return null;

                var rowSize = BinaryPrimitives.ReadInt64LittleEndian(state[(at + sizeof(int))..]);
                at += BytesPerBlockHead;
                if (rowSize <= 0 || rowSize > (state.Length - at) / count)
                    return null;

                blocks.Add((at, (int)rowSize));
                at += (int)rowSize * count;
            }

            return blocks;
        }

        /// <summary>Reads a number that is not negative.</summary>
        private static bool TryNumber(ReadOnlySpan<byte> state, ref int at, out int number)
        {
            var isThere = BinaryPrimitives.TryReadInt32LittleEndian(state[at..], out number);
            at += isThere ? sizeof(int) : 0;
            return isThere && number >= 0;
        }
    }
}
