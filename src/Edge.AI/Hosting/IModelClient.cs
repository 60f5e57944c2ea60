namespace Edge.AI.Hosting;

/// <summary>A chat client or an embedding generator.</summary>
internal interface IModelClient
{
    /// <summary>Its way to its model.</summary>
    ModelAccess Access { get; }
}

/// <summary>A chat client or an embedding generator whose options may change while the app runs.</summary>
internal interface IModelClient<in TOptions> : IModelClient
{
    /// <summary>Uses changed options from the next request on. Those that the model was loaded with stay as they are.</summary>
    void Follow(TOptions options);
}
