// How the command line answers what it does not understand, and who asks for help.

import Formats
import TestSupport
import Testing

@Suite struct UsageTests {
  @Test(arguments: [
    (["--frob"], "Unknown option '--frob'"),
    (["gru", "extra"], "Unexpected argument 'extra'"),
    (["check"], "Missing expected argument '<sheet>'"),
    (["check", "gru", "lstm"], "Unexpected argument 'lstm'"),
    (["trace", "gru"], "Missing expected argument '--output <file>'"),
    (["trace", "gru", "-o"], "Missing value for '-o <file>'"),
    (["trace", "gru", "-o", ""], "--output needs a file"),
    (["trace", "gru", "--seed", "x", "-o", "o"], "The value 'x' is invalid for '--seed <number>'"),
    (["trace", "gru", "--set", "H", "-o", "o"], "--set needs NAME=NUMBER, not 'H'"),
    (["trace", "gru", "--set", "H=many", "-o", "o"], "--set needs NAME=NUMBER, not 'H=many'"),
    (["trace", "gru", "--set", "H=1e400", "-o", "o"], "--set needs NAME=NUMBER, not 'H=1e400'"),
    (["trace", "gru", "--weights", "", "-o", "o"], "--weights needs a file"),
    (["trace", "gru", "--input", "", "-o", "o"], "--input needs a file"),
    (["run", "-c", "next", "--script", "s"], "-c and --script both give commands: give one"),
    (["bench", "--sizes", "16,x"], "--sizes needs numbers from 1 to 8192, not 'x'"),
    (["bench", "--sizes", ""], "--sizes needs numbers from 1 to 8192, not ''"),
    (["bench", "--repeats", "0"], "--repeats must be from 1 to 1000"),
  ])
  func `what is no usage ends with 64 and says why`(arguments: [String], message: String) throws {
    let place = try Workplace()
    let result = try Program.run(arguments, in: place.folder)
    #expect(result.status == .exited(64))
    #expect(result.errorText.hasPrefix("Error: \(message)"), "\(result.errorText)")
    #expect(result.output == [])
    #expect(try place.names == [])
  }

  @Test(arguments: [
    ["--help"], ["-h"], ["help"], ["help", "trace"], ["open", "--help"], ["check", "--help"], ["trace", "-h"],
    ["run", "--help"], ["models", "--help"], ["bench", "--help"],
  ])
  func `help is told on standard output, at once, and without the catalogue`(arguments: [String]) throws {
    let result = try Program.run(arguments, environment: plainEnvironment(["UNROLL_RESOURCES": "/nonexistent"]))
    #expect(result.status == .exited(0))
    #expect(result.outputText.contains("USAGE: unroll"))
    #expect(result.errors == [])
  }

  /// The release build answers in a tenth of this; here other tests run beside it.
  @Test func `help takes no time that a person would notice`() throws {
    let fastest = try (0..<5).map { _ in try Program.run(["--help"]).milliseconds }.min()
    #expect(try #require(fastest) < 150)
  }

  @Test func `every option says what it does`() throws {
    for name in ["open", "check", "trace", "run", "models", "bench"] {
      let lines = try Program.run([name, "--help"]).outputText.split(separator: "\n").map(String.init)
      for (index, line) in lines.enumerated() where line.hasPrefix("  -") || line.hasPrefix("  <") {
        let words = line.split(separator: "  ").map { $0.filter { $0 != " " } }
        let follows = lines.indices.contains(index + 1) && lines[index + 1].hasPrefix("      ")
        #expect(words.count > 1 || follows, "\(name): \(line)")
      }
    }
  }

  @Test func `the version is a number`() throws {
    #expect(try Program.run(["--version"]).outputText.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }
}
