using Edge.AI.Packages.Tests;

[assembly: AssemblyFixture(typeof(PackedPackages))]
