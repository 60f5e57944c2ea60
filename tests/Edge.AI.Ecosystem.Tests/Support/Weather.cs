using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Edge.AI.Ecosystem.Tests.Support;

/// <summary>A tool on which edge-tiny was trained. It records the cities for which it was called.</summary>
internal sealed class Weather
{
    public const string Question = "What is the weather in Oslo?";
    public const string Answer = "The result is: 7 degrees and rainy.";
    private const string Purpose = "Gets the weather of a city";

    private readonly ConcurrentQueue<string> _cities = new();

    public Weather() => Tool = AIFunctionFactory.Create(Get, "get_weather", Purpose);

    public IEnumerable<string> Cities => _cities;

    /// <summary>Gets the tool for Microsoft.Extensions.AI.</summary>
    public AIFunction Tool { get; }

    /// <summary>Gets the options that offer the tool.</summary>
    public ChatOptions Offer => new() { Tools = [Tool], Temperature = 0 };

    /// <summary>Returns the weather. Semantic Kernel finds this method by its attribute.</summary>
    [KernelFunction("get_weather"), Description(Purpose)]
    public string Get([Description("The city")] string city)
    {
        _cities.Enqueue(city);
        return "7 degrees and rainy";
    }
}
