using Edge.AI.Machine;

// What only a process of its own can show. Tests start it and read its output.
//   cores        the number of cores that it would compute on
switch (args)
{
    case ["cores"]:
        Console.WriteLine(ProcessorCores.Usable);
        return 0;

    default:
        return 2;
}
