// Commands that change what the session is made of: the input, files, equations.

internal import Catalogue
internal import Equations
internal import Evaluation

extension Command {
  static let feed: Command = Command(
    "feed", operands: "\"TEXT\" or NUMBERS", completes: .text, summary: "run on another input",
    details: """
      feed "gate"         letters for a token input
      feed 1 0; 0 1       a row of numbers for each step
      feed example        what the sheet opens with
      """,
    example: "feed \"gate\"", changes: true
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.feed.usage("") }
    if text.first == "\"", text.count < 2 || text.last != "\"" {
      throw .message("the quoted text is not closed: put a \" at its end")
    }
    let isQuoted = text.count >= 2 && text.first == "\"" && text.last == "\""
    let plain = isQuoted ? String(text.dropFirst().dropLast()) : text
    let known = session.notes
    let isBeside = try session.refeed { $0.feed = plain == "example" && !isQuoted ? .example : .text(plain) }
    return Reply(
      [.text("fed \(session.feedDescription)")] + session.news(since: known) + [session.here]
        + (isBeside ? [] : [.text(Session.leftBehind)]))
  }

  static let tree: Command = Command(
    "tree", operands: TreeChoice.words, completes: .text, summary: "walk over another tree",
    details: """
      tree balanced       neighbours in pairs, level by level
      tree given          by the brackets in what is fed, or by a file
      tree clustered      the leaves that are most alike first
      tree chain          one leaf after another, as a sequence is read: as deep as there are leaves
      It stays so for what is fed after. race balanced, chain tells what the depth does to gradients.
      """,
    example: "tree clustered", changes: true
  ) { session, text throws(CommandError) in
    guard let choice = TreeChoice(rawValue: text.trimmed) else { throw Command.tree.usage(text) }
    let isBeside = try session.refeed { $0.tree = choice }
    return Reply(
      [.text("walking over a \(choice.rawValue) tree"), session.here] + (isBeside ? [] : [.text(Session.leftBehind)]))
  }

  static let load: Command = Command(
    "load", operands: "FILE", completes: .file, summary: "read weights from a safetensors or npz file",
    details: "load input FILE reads the inputs instead.", example: "load FILE.safetensors"
  ) { _, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.load.usage("") }
    if text.hasPrefix("input ") { return Reply(effects: [.loadInputs(String(text.dropFirst(6)).trimmed.unquoted)]) }
    return Reply(effects: [.loadWeights(text.unquoted)])
  }

  static let open: Command = Command(
    "open", operands: "MODEL", completes: .sheet, summary: "open another sheet, by its name or path",
    example: "open lstm"
  ) { _, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.open.usage("") }
    return Reply(effects: [.open(text.unquoted)])
  }
}

extension Session {
  /// Puts an equation in the place of the one that defines the same name, checks the sheet, and runs it.
  mutating func replaceEquation(_ item: Item, _ text: String) throws(CommandError) -> Reply {
    guard case .equation(let target, _, _) = item.kind else { return .silent }
    guard let path = model.sheet.path(toEquation: target) else {
      let nearest = nearestName(to: target.name, among: model.quantities.map(\.name))
      throw .message(
        "no equation of the sheet defines \(target.spelled)"
          + (nearest.map { ": did you mean \($0)?" } ?? "; an equation typed here replaces one of the sheet"))
    }
    let sheet: Sheet
    do throws(SheetErrors) {
      // Printed and read again, so that mistakes show the line as it stands in the edited sheet.
      let edited = model.sheet.replacing(path, with: item)
      sheet = try SheetParser.parse(edited.printed, name: edited.name)
    } catch {
      throw .sheet(error)
    }
    let known = notes
    try change { $0.sheet = sheet }
    return Reply([.text("\(text.trimmed)")] + news(since: known) + [here])
  }
}
