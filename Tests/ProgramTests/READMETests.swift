// The README as a test: what it shows is what the program shows, and what it says to type works as typed.

import Formats
import Glibc
import TestSupport
import Testing

@Suite(.serialized) struct READMETests {
  /// A block between fences: the words behind the first fence, and its lines.
  private struct Block {
    var words: [String]
    /// Where its lines stand in the README.
    var range: Range<Int>
    var lines: [String]
  }

  private static let path = "\(Checkout.root)/README.md"
  private let text: String
  private let lines: [String]
  private let blocks: [Block]

  init() throws {
    text = try readTextFile(path: Self.path)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let fences = lines.indices.filter { [lines] in lines[$0].hasPrefix("```") }
    blocks = stride(from: 0, to: fences.count - 1, by: 2).map { [lines] index in
      let range = fences[index] + 1..<fences[index + 1]
      let words = lines[fences[index]].dropFirst(3).split(separator: " ").map(String.init)
      return Block(words: words, range: range, lines: Array(lines[range]))
    }
  }

  private func block(_ words: String...) throws -> Block { try #require(blocks.first { $0.words == words }) }

  /// Without spaces at the ends of lines, and without empty lines at the end.
  private func trimmed(_ lines: [String]) -> [String] {
    var lines = lines.map { $0.replacing(#/\s+$/#, with: "") }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// Compares what the program shows with what the README says that it does.
  ///
  /// With UNROLL_UPDATE_SNAPSHOTS=1 the README is written anew instead, to be read before it is committed.
  private func expect(_ shown: [String], in block: Block, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let shown = trimmed(shown)
    guard getenv("UNROLL_UPDATE_SNAPSHOTS") == nil else {
      var lines = lines
      lines.replaceSubrange(block.range, with: shown)
      return try writeFileWhole(path: Self.path, bytes: Array(lines.joined(separator: "\n").utf8))
    }
    let told = trimmed(block.lines)
    let different = (0..<max(shown.count, told.count)).first { shown[orNil: $0] != told[orNil: $0] }
    if let different {
      let (told, shown) = (told[orNil: different] ?? "its end", shown[orNil: different] ?? "nothing more")
      Issue.record("line \(different + 1) says: \(told)\nthe program:  \(shown)", sourceLocation: sourceLocation)
    }
  }

  @Test func `the lesson that it shows can be walked, and all that it claims holds`() throws {
    let place = try Workplace()
    try place.write("forget.lesson", try block("lesson", "forget.lesson").lines.joined(separator: "\n"))
    let result = try Program.run(["lessons", "--check", "forget.lesson"], in: place.folder)
    #expect(result.status == .exited(0), "\(result.errorText)")
  }

  @Test func `the screen is what the program shows after three keys`() throws {
    let place = try Workplace()
    let terminal = try PseudoTerminal(
      running: Program.path, environment: Program.environment(["XDG_STATE_HOME": place.folder]), width: 100, height: 30)
    for step in 1...4 {
      #expect(terminal.wait(for: "step \(step)/8"))
      if step < 4 { terminal.press("Right") }
    }
    terminal.waitUntilQuiet()
    try expect(terminal.screen.lines, in: try block("text", "screen"))
  }

  @Test func `the first session prints what the README shows`() throws {
    let block = try block("console", "session")
    let command = try #require(block.lines.first)
    #expect(command == "$ TERM=dumb unroll")
    // What follows a prompt is typed, and the terminal writes it where it is typed.
    let terminal = try PseudoTerminal(
      running: Program.path, environment: Program.environment(["TERM": "dumb"]), width: 200, height: 200)
    for (number, typed) in block.lines.filter({ $0.hasPrefix("> ") }).enumerated() {
      #expect(terminal.wait { $0.lines.count { $0.hasPrefix(">") } == number + 1 })
      terminal.send(typed.dropFirst(2) + "\r")
    }
    #expect(terminal.waitForExit() == .exited(0))
    try expect([command] + terminal.screen.lines, in: block)
  }

  @Test func `the commands after it print what the README shows, with its sheet beside them`() throws {
    let place = try Workplace()
    for block in blocks where block.words.first == "eqn" {
      try place.write(block.words[1], block.lines.joined(separator: "\n") + "\n")
    }
    let block = try block("console")
    let shown = try self.shown(block, in: place)
    #expect(shown.count > 20)
    try expect(shown, in: block)
    #expect(place.holds("memory.safetensors"))
  }

  @Test func `the comparisons print what the README shows`() throws {
    let block = try block("console", "compare")
    let shown = try self.shown(block, in: try Workplace())
    #expect(shown.contains("  h̃ and h  the same to the last bit at every step"))
    try expect(shown, in: block)
  }

  @Test func `what goes back from a number prints what the README shows`() throws {
    let block = try block("console", "back")
    let shown = try self.shown(block, in: try Workplace())
    #expect(shown.contains { $0.hasPrefix("back from ") } && shown.contains("  view race draws it"))
    try expect(shown, in: block)
  }

  @Test func `the beam finds what the README shows`() throws {
    let block = try block("console", "beam")
    let shown = try self.shown(block, in: try Workplace())
    #expect(shown.contains { $0.hasSuffix("(what it writes by itself)") })
    try expect(shown, in: block)
  }

  /// The commands of a block, each with what it prints.
  private func shown(_ block: Block, in place: Workplace) throws -> [String] {
    var shown: [String] = []
    for command in block.lines where command.hasPrefix("$ ") {
      let result = try Program.shell(command.dropFirst(2) + " 2>&1", in: place.folder)
      let lines = result.outputText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      shown += [command] + trimmed(lines)
    }
    return shown
  }

  @Test func `the two commands are there, and the second is what a check runs`() throws {
    let commands = blocks.filter { $0.words == ["sh"] }.map(\.lines)
    #expect(
      commands == [
        ["apt-get install libncurses-dev zlib1g-dev", "swift run -c release unroll"],
        ["apt-get install libncurses-dev zlib1g-dev", "swift test"],
      ])
    let check = try readTextFile(path: "\(Checkout.root)/.ci/run").split(separator: "\n")
    #expect(check.last == "swift test")
  }

  @Test func `every subcommand and every option of a model is told`() throws {
    let help = try Program.run(["--help"]).outputText
    let names = help.split(separator: "SUBCOMMANDS:")[1].matches(of: #/\n  ([a-z]+)[ (]/#).map { String($0.1) }
    #expect(names.count > 4)
    for name in names where name != "open" { #expect(text.contains("`unroll \(name)"), "\(name)") }
    let trace = try Program.run(["trace", "--help"]).outputText
    for option in trace.matches(of: #/\n  (?:-o, )?(--[a-z]+)/#).map(\.1)
    where option != "--version" && option != "--output" {
      #expect(text.contains(option), "\(option)")
    }
  }

  @Test func `every link leads somewhere`() throws {
    let links = text.matches(of: #/\]\(([^)]+)\)/#).map { String($0.1) }.filter { !$0.hasPrefix("https://") }
    #expect(links.count > 1)
    for link in links { #expect(throws: Never.self, "\(link)") { try readTextFile(path: "\(Checkout.root)/\(link)") } }
  }

  /// The table of folders against the manifest: every target, with what it may import.
  @Test func `the table of folders is the manifest's`() throws {
    let manifest = try readTextFile(path: "\(Checkout.root)/Package.swift")
    var imports: [String: [String]] = [:]
    let declarations = manifest.matches(
      of: #/\.(?:target|executableTarget|systemLibrary)\(\s*name: "(\w+)"(?:,\s*dependencies: \[([^\]]*)\])?/#)
    for declaration in declarations {
      // A product of another package is no folder.
      let own = (declaration.2 ?? "").replacing(#/\.product\([^)]*\)/#, with: "")
      imports[String(declaration.1)] = own.matches(of: #/"(\w+)"/#).map { String($0.1) }
    }
    for kernels in manifest.matches(of: #/ kernels\(\s*"(\w+)"/#) { imports[String(kernels.1)] = [] }
    #expect(imports.count > 12)

    var told: Set<String> = []
    for row in text.matches(of: #/\n\| (`[^|]+) \| ([^|]+) \| ([^|]+) \|/#) {
      let names = row.1.matches(of: #/`(?:Tests\/)?(\w+)`/#).map { String($0.1) }
      guard names.allSatisfy({ imports[$0] != nil }) else { continue }
      told.formUnion(names + row.3.matches(of: #/`(Kernels\w+)`/#).map { String($0.1) })
      let listed = row.2 == "–" ? [] : row.2.split(separator: ", ").map(String.init)
      for name in names { #expect(imports[name] == listed, "\(name)") }
    }
    #expect(told == Set(imports.keys))
  }
}

extension Array {
  fileprivate subscript(orNil index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
