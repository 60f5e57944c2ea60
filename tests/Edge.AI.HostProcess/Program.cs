using Edge.AI.HostProcess;
using Edge.AI.Platform;
using Edge.AI.Testing.Gguf;

// Shows what needs a process of its own: its affinity, its resident memory, and whether it survives. Tests start it and read its output.
switch (args)
{
    case ["cores"]:
        Console.WriteLine(ProcessorCores.Usable);
        return 0;

    case ["hostile", var folder, var seed, var count, .. var sound]:
        await HostileFiles.LoadAsync(folder, int.Parse(seed, null), int.Parse(count, null), sound);
        return 0;

    case ["mutants" or Mutants.Encoders or "architectures", var folder, var first, var end]:
        await Mutants.LoadAsync(folder, args[0], int.Parse(first, null), int.Parse(end, null));
        return 0;

    case ["states", var folder, var first, var end]:
        await RestoredStates.CompareAsync(folder, int.Parse(first, null), int.Parse(end, null));
        return 0;

    case ["state", var path, var cache, var question]:
        await RestoredStates.AskAsync(path, cache, int.Parse(question, null));
        return 0;

    case ["measure-state", var path, var cache, var tokens, var rounds]:
        await RestoredStates.MeasureAsync(path, cache, int.Parse(tokens, null), int.Parse(rounds, null));
        return 0;

    case ["write-states", var path, var cache]:
        RestoredStates.WriteUntilKilled(path, cache);
        return 0;

    case ["stop", var folder]:
        await HostileFiles.StopAsync(folder);
        return 0;

    case ["count", "architectures", var folder, var processes]:
        return await Mutants.CountAsync(folder, "architectures", 0, Mutants.Sound, int.Parse(processes, null));

    case ["count", "mutants" or Mutants.Encoders, var folder, var first, var count, var processes]:
        return await Mutants.CountAsync(folder, args[1], int.Parse(first, null), int.Parse(count, null), int.Parse(processes, null));

    case ["memory", var warmUp, var path, var mapping, var cache, var context, var sequences, .. var cacheType]:
        await ResidentMemory.MeasureAsync(warmUp, path, new()
        {
            ReproducibleSeeds = cache == "whole",
            UseMemoryMapping = mapping == "mapped",
            ContextSize = int.Parse(context, null),
            MaxConcurrency = int.Parse(sequences, null),
            KvCacheType = cacheType is [var type] ? Enum.Parse<Edge.AI.KvCacheType>(type, ignoreCase: true) : default,
            FlashAttention = cacheType.Length > 0 ? Edge.AI.FlashAttentionMode.On : default,
            Threads = 1,
        });
        return 0;

    case ["refused-memory", var path]:
        RefusedMemory.Grow(path);
        return 0;

    case ["use-runtime", .. var folder]:
        return UseRuntime.Try(folder.FirstOrDefault());

    case ["grammar-gaps", var model, var tokens]:
        await GrammarGaps.MeasureAsync(model, int.Parse(tokens, null));
        return 0;

    case ["tokenize", var path, var kind, var bytes, .. var limit]:
        LongTexts.Tokenize(path, kind, int.Parse(bytes, null), limit is [var most] ? int.Parse(most, null) : int.MaxValue);
        return 0;

    case ["compare-tokens", var folder, var bytes, .. var names]:
        return LongTexts.Compare(folder, int.Parse(bytes, null), names is [] ? MergingVocabulary.PreTokenizers : names);

    case ["measure-tokens", var folder, var bytes, var limit, .. var names]:
        LongTexts.Measure(folder, int.Parse(bytes, null), int.Parse(limit, null), names is [] ? MergingVocabulary.PreTokenizers : names);
        return 0;

    case ["seed", var path, var rounds, var others, var seeded, var mode]:
        await RepeatedSeeds.CountAsync(path, int.Parse(rounds, null), int.Parse(others, null), seeded == "seeded", mode == "reproducible");
        return 0;

    case ["compare-speculation", var path, var prompts, var tokens]:
        return await Speculation.CompareAsync(path, int.Parse(prompts, null), int.Parse(tokens, null));

    case ["measure-speculation", var path, var rounds, var tokens, var threads, var temperature]:
        await Speculation.MeasureAsync(path, int.Parse(rounds, null), int.Parse(tokens, null), int.Parse(threads, null), float.Parse(temperature, System.Globalization.CultureInfo.InvariantCulture));
        return 0;

    case ["unused-threads", var path, var steps]:
        UnusedThreads.Measure(path, int.Parse(steps, null));
        return 0;

    case ["batch-cost", var path, var rounds, .. var pool]:
        BatchCost.Measure(path, int.Parse(rounds, null), pool is [var size] ? int.Parse(size, null) : 1);
        return 0;

    case ["cell-order", var path, var rounds, var threads, var sequences, var length]:
        CellOrder.Measure(path, int.Parse(rounds, null), int.Parse(threads, null), int.Parse(sequences, null), int.Parse(length, null));
        return 0;

    case ["host", var loadAt, var folder, var seconds, .. var served]:
        await HostedApp.RunAsync(Enum.Parse<Edge.AI.ModelTiming>(loadAt), folder, int.Parse(seconds, null), served);
        return 0;

    case ["exit", var activity, var path, var milliseconds, var way, .. var threads]:
        return await ExitDuring.RunAsync(activity, path, int.Parse(milliseconds, null), byCall: way == "call", threads is [var number] ? int.Parse(number, null) : 1);

    default:
        Console.Error.WriteLine("cores | stop FOLDER | hostile FOLDER SEED COUNT SOUND... | memory SMALL-FILE FILE mapped|copied whole|growing CONTEXT SEQUENCES [f16|q8_0|q4_0] | refused-memory FILE | grammar-gaps MODEL TOKENS"
            + " | count architectures FOLDER PROCESSES | count mutants FOLDER FIRST COUNT PROCESSES | (architectures | mutants) FOLDER FIRST END"
            + " | states FOLDER FIRST END | state FILE CACHE QUESTION | measure-state FILE CACHE TOKENS ROUNDS | write-states FILE CACHE"
            + " | tokenize FILE KIND BYTES [MAX-TOKENS] | compare-tokens FOLDER BYTES [NAMES...] | measure-tokens FOLDER BYTES MAX-TOKENS [NAMES...]"
            + " | compare-speculation FILE PROMPTS MAX-TOKENS | measure-speculation FILE ROUNDS MAX-TOKENS THREADS TEMPERATURE | batch-cost FILE ROUNDS [THREADS] | cell-order FILE ROUNDS THREADS SEQUENCES LENGTH | unused-threads FILE STEPS"
            + " | seed FILE ROUNDS OTHERS seeded|unseeded reproducible|batched"
            + " | host FirstUse|Background|Start FOLDER SHUTDOWN-SECONDS [ADDRESS SIZE SHA256]"
            + " | exit load|prompt|generation|many|idle|tokenizing FILE MILLISECONDS call|return [THREADS]");
        return 2;
}
