// The program: arguments in, exit code out. Each subcommand has a file of its own.

import ArgumentParser
import Debugger
import Glibc

@main
struct Unroll: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unroll",
    abstract: "Step through sequence models, equation by equation, forwards and back.",
    usage: """
      unroll [<model>] [<options>]
      unroll <subcommand>
      """,
    discussion: """
      Without a subcommand it opens a model in the terminal: `unroll`, `unroll gru`, `unroll my.eqn`; 'unroll help open' \
      lists the options.
      Exit codes: 0 done, 1 something in your files or commands is wrong, 64 usage, 130 interrupted.
      """,
    version: "0.1.0",
    subcommands: [
      OpenCommand.self, CheckCommand.self, TraceCommand.self, GradCommand.self, RunCommand.self, ModelsCommand.self,
      TasksCommand.self, LessonsCommand.self, TrainCommand.self, BenchCommand.self,
    ],
    defaultSubcommand: OpenCommand.self)

  static func main() {
    StandardStreams.secure()
    ExitCode.onInterrupt()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      leave(with: error)
    }
  }

  /// Says what an error is and ends the program; help and versions are errors of a kind, which are asked for.
  private static func leave(with error: any Error) -> Never {
    let text = fullMessage(for: error)
    let code = exitCode(for: error)
    guard code.isSuccess else {
      if !text.isEmpty { complain(text) }
      _exit(code.rawValue)
    }
    do throws(CommandError) {
      if !text.isEmpty { try say(text) }
    } catch {
      complain(error.description)
      _exit(1)
    }
    _exit(0)
  }
}
