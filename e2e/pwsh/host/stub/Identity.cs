// The engine looks these assemblies up by full name: this version and the engine's public key.
[assembly: System.Reflection.AssemblyVersion("7.6.0.500")]
