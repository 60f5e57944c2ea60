namespace Edge.AI.Cli.Server;

/// <summary>The server cannot listen on an address.</summary>
/// <param name="addresses">The addresses.</param>
/// <param name="problem">What the system says.</param>
/// <param name="cause">The cause.</param>
internal sealed class AddressException(string addresses, string problem, Exception cause)
    : EdgeAIException("EDGE_ADDRESS_UNAVAILABLE", $"The server cannot listen on {addresses}: {problem.TrimEnd('.')}.", "End the program that uses the port, or choose another one with --urls http://127.0.0.1:PORT. Port 0 lets the system choose.", innerException: cause);
