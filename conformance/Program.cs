using System.Text;
using Orgvue.ScimEndpoint.Conformance.Commands;

Console.OutputEncoding = Encoding.UTF8;
return await ConformanceConsole.RunAsync(args, Console.Out, Console.Error, isTerminal: !Console.IsErrorRedirected);
