using Edge.AI.HostProcess;
using Edge.AI.Machine;

// What only a process of its own can show: its affinity, its resident memory, and that it survives. Tests start it and read its output.
switch (args)
{
    case ["cores"]:
        Console.WriteLine(ProcessorCores.Usable);
        return 0;

    case ["hostile", var folder, var seed, var count, .. var sound]:
        await HostileFiles.LoadAsync(folder, int.Parse(seed, null), int.Parse(count, null), sound);
        return 0;

    default:
        Console.Error.WriteLine("cores | hostile FOLDER SEED COUNT SOUND...");
        return 2;
}
