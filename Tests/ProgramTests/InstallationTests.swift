// Installing is copying one binary and one folder: the program finds its sheets wherever it lies.

import Formats
import Glibc
import TestSupport
import Testing

@Suite struct InstallationTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    for folder in ["prefix", "prefix/bin", "prefix/share", "elsewhere", "elsewhere/deep"] { place.makeFolder(folder) }
    try copy(Program.path, to: "prefix/bin/unroll")
  }

  private func copy(_ from: String, to: String) throws {
    let result = try runProgram("cp", ["-R", from, place.path(to)])
    #expect(result.status == .exited(0))
  }

  private func run(
    _ program: String, _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> ProgramResult {
    try runProgram(place.path(program), arguments, environment: plainEnvironment(environment), folder: "/")
  }

  @Test func `a binary in bin finds share, also through symbolic links`() throws {
    try copy(Program.resources, to: "prefix/share/unroll")
    symlink(place.path("prefix/bin/unroll"), place.path("link"))
    symlink("../../link", place.path("elsewhere/deep/unroll"))
    let expected = try Program.run(["run", "-c", "next; h[3]"])
    for program in ["prefix/bin/unroll", "link", "elsewhere/deep/unroll"] {
      let result = try run(program, ["run", "-c", "next; h[3]"])
      #expect(result.status == .exited(0), "\(result.errorText)")
      #expect(result.output == expected.output)
    }
  }

  @Test func `a binary below a folder with Resources finds them`() throws {
    try copy(Program.resources, to: "Resources")
    #expect(try run("prefix/bin/unroll", ["models"]).output == Program.run(["models"]).output)
  }

  @Test func `without its sheets it says which places it tried`() throws {
    for arguments in [
      ["models"], ["check", "gru"], ["trace", "gru", "-o", "/nonexistent"], ["run", "-c", "next"], [],
    ] {
      let result = try run("prefix/bin/unroll", arguments)
      #expect(result.status == .exited(1))
      #expect(
        result.errorText.hasPrefix("the program's sheets are not found; tried \(place.folder)/prefix/share/unroll, "))
      #expect(result.errorText.hasSuffix("; set UNROLL_RESOURCES to the folder that holds 'models'\n"))
      #expect(result.output == [])
    }
    #expect(try run("prefix/bin/unroll", ["--help"]).status == .exited(0))
  }

  @Test func `the variable wins, and is an error where it is wrong`() throws {
    let found = try run("prefix/bin/unroll", ["models"], ["UNROLL_RESOURCES": Program.resources])
    #expect(found.output == (try Program.run(["models"]).output))
    try copy(Program.resources, to: "prefix/share/unroll")
    for wrong in ["/nonexistent", place.folder] {
      let result = try run("prefix/bin/unroll", ["models"], ["UNROLL_RESOURCES": wrong])
      #expect(result.status == .exited(1))
      #expect(
        result.errorText == "\(wrong): no folder 'models' in it; UNROLL_RESOURCES names the folder that holds it\n")
    }
    #expect(try run("prefix/bin/unroll", ["models"], ["UNROLL_RESOURCES": ""]).status == .exited(0))
  }
}
