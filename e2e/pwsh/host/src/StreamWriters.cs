using System;
using System.IO;
using System.Text;

namespace Hvitals.TestHost;

/// <summary>stdout and stderr as UTF-8 without a mark. Console.Out is the same writer, so scripts that use it keep their order.</summary>
internal sealed class StreamWriters
{
    public StreamWriters()
    {
        Out = Open(Console.OpenStandardOutput());
        Error = Open(Console.OpenStandardError());
        Console.SetOut(Out);
        Console.SetError(Error);
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public void Flush()
    {
        Out.Flush();
        Error.Flush();
    }

    private static TextWriter Open(Stream stream)
    {
        var writer = new StreamWriter(stream, new UTF8Encoding(false), 4096) { AutoFlush = true };
        return TextWriter.Synchronized(writer);
    }
}
