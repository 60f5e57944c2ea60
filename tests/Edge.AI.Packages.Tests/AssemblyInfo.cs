using Edge.AI.AspNetCore.Tests.Support;
using Edge.AI.Packages.Tests;

[assembly: AssemblyFixture(typeof(PackedPackages))]
[assembly: AssemblyFixture(typeof(Browser))]
