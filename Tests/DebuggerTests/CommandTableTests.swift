// Every row of the table of commands, by what it says of itself.

import Debugger
import Testing

@Suite struct `The table of commands` {
  /// What must have been typed before an example has something to act on.
  private static let before: [String: [String]] = [
    "reverse-next": ["goto 4"], "reverse-step": ["goto 4"], "reverse-finish": ["goto 4"],
    "reverse-continue": ["goto end"], "condition": ["break on z"], "enable": ["break on z", "disable"],
    "disable": ["break on z"], "delete": ["break on z"], "undisplay": ["display norm(h)"], "unpin": ["pin r = 1"],
    "forward": ["backward of norm(h)"], "undo": ["pin r = 1"], "redo": ["pin r = 1", "undo"],
  ]

  /// A model for examples that need another than most.
  private static let models = [
    "beam":
      "dims V = 2\nparam W: V×V\nstate k = 1\nover t in 1..3 until k == 2:\n  y = W onehot(k[t-1], V)\n  k = argmax(y)\n",
    "tree":
      "dims D = 2\ninput x: D\ninput left, right\nparam W: D×2D\nexample x: 1 0; 0 1; 1 0.5\nover n in tree:\n  leaf p = x\n"
      + "  p = W [p[left]; p[right]]\n",
    "sample":
      "dims V = 2\ninput x: token(V)\nparam W: V×V\nalphabet x: \"a\" \"b\"\nexample x: \"ab\"\np = softmax(W x)\n",
  ]

  @Test(arguments: Command.all.map(\.name))
  func `an example works as typed on the model that opens without arguments, or on one that it is for`(
    name: String
  ) throws {
    let command = try #require(Command.named(name))
    var session = try Self.models[name].map { try Sessions.typed($0) } ?? Sessions.open("g2p-encoder")
    for line in Self.before[name] ?? [] { _ = try session.say(line) }
    #expect(session.complaint(command.example) == nil)
    let word = command.example.prefix { $0 != " " && $0 != "/" }
    #expect(Command.named(String(word))?.name == name, "\(command.example) is no example of \(name)")
  }

  @Test func `no two commands have a name or an abbreviation in common`() {
    let words = Command.all.flatMap { [$0.name] + $0.abbreviations }
    #expect(Set(words).count == words.count)
  }

  @Test(arguments: [
    ("n", "next"), ("s", "step"), ("fin", "finish"), ("rn", "reverse-next"), ("rs", "reverse-step"),
    ("rc", "reverse-continue"), ("c", "continue"), ("r", "run"), ("b", "break"), ("tb", "tbreak"), ("d", "delete"),
    ("p", "print"), ("l", "list"), ("i", "info"), ("h", "help"), ("q", "quit"),
  ])
  func `the abbreviations are gdb's`(short: String, name: String) {
    #expect(Command.named(short)?.name == name)
  }

  @Test(arguments: Command.all.map(\.name))
  func `help tells of each command, its operands, its abbreviations and its example`(name: String) throws {
    let command = try #require(Command.named(name))
    var session = try Sessions.open("gru")
    let lines = try session.say("help \(name)")
    #expect(lines.first?.hasPrefix(name) == true && lines.last == "example: \(command.example)")
    #expect(lines[0].contains(command.operands) && lines[0].contains(command.summary))
    for word in command.abbreviations { #expect(lines.contains { $0.contains(word) }) }
    #expect(command.summary.first?.isLowercase == true && command.summary.last != ".")
    // A long summary goes on in the lines below.
    let overview = try session.say("help").joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(overview.contains(command.summary))
  }

  @Test func `the overview fits eighty columns, a box around it too, and begins a line with each command`() throws {
    var session = try Sessions.open("gru")
    let lines = try session.say("help")
    #expect(lines.allSatisfy { $0.count <= 74 })
    for command in Command.all {
      #expect(
        lines.contains {
          $0.hasPrefix(command.name) && $0.dropFirst(command.name.count).first.map { ", ".contains($0) } ?? false
        })
    }
  }

  @Test func `help tells of functions, and names the nearest command`() throws {
    var session = try Sessions.open("gru")
    #expect(try session.say("help softplus").first?.hasPrefix("softplus(") == true)
    #expect(
      session.complaint("help nxet") == "no command and nothing of the model is called nxet: did you mean next?")
  }
}
