// The built program, run as a person or a script would run it.

import Formats
import Glibc
import TestSupport
import Testing

/// `unroll`, as this test run built it.
enum Program {
  /// It lies beside the tests' own executable.
  static let path = "\(directory)/unroll"

  private static let directory: String = {
    guard let tests = realpath("/proc/self/exe", nil) else { return "/nonexistent" }
    defer { free(tests) }
    return String(cString: tests).split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
  }()

  static let resources = "\(Checkout.root)/Resources"

  /// An environment that finds the repository's sheets wherever the build folder lies, and keeps nothing of what is typed.
  static func environment(_ more: [String: String] = [:]) -> [String: String] {
    plainEnvironment(["UNROLL_RESOURCES": resources, "XDG_STATE_HOME": "/dev/null"].merging(more) { $1 })
  }

  static func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = environment(),
    input: String = "", seconds: Int = 60
  ) throws -> ProgramResult {
    try runProgram(
      path, arguments, environment: environment, folder: folder, input: Array(input.utf8), seconds: seconds)
  }

  /// Runs a line of the shell in which `unroll` is the program.
  static func shell(_ line: String, in folder: String? = nil, seconds: Int = 60) throws -> ProgramResult {
    try runProgram(
      "sh", ["-c", line], environment: environment(["PATH": "\(directory):/usr/bin:/bin"]), folder: folder,
      seconds: seconds)
  }
}

extension ProgramResult {
  /// The lines of standard error without those that only note something.
  var complaints: [String] {
    errorText.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("note: ") }
  }

  /// One JSON value for each line of standard output.
  func objects() throws -> [JSON] { try outputLines.map { try JSON($0) } }
}

extension JSON {
  /// A member of an object, or an element of an array.
  subscript(_ path: String) -> JSON? {
    var value: JSON? = self
    for part in path.split(separator: ".") {
      switch value {
      case .object(let members): value = members.first { $0.key == part }?.value
      case .array(let elements): value = Int(part).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      default: return nil
      }
    }
    return value
  }
}
