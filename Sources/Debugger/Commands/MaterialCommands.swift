// Commands that change what the session is made of: the input, files, equations.

internal import Catalogue
internal import Equations
internal import Evaluation

extension Command {
  static let feed: Command = Command(
    "feed", operands: "[INPUT] \"TEXT\", NUMBERS or TIES", completes: .text, summary: "run on another input",
    details: """
      feed "gate"                  letters for the first token input
      feed 1 0; 0 1                a row of numbers for each step, or the rows of a matrix
      feed u "gate"                the input u; feed u "gate" A 1 0; 0 1 two at a time
      feed A 1-2 2-3:0.5 3-1       ties of a graph, here one of weight 0.5; 1->2 goes one way
      feed example                 what the sheet opens with
      Other inputs stay as they were, and what does not go with the new one is left out, which is said. load input FILE
      feeds what is in a file.
      """,
    example: "feed \"gate\"", changes: true
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.feed.usage("") }
    let known = session.notes
    let parts = text == "example" ? [] : try FeedReader.parts(text, session.model)
    let isBeside = try session.refeed { parts.isEmpty ? $0.feed = .example : $0.feed.give(parts) }
    let names = parts.compactMap { if case .typed(_, let name) = $0 { name } else { nil } }
    return Reply(
      [.text("fed \(names.isEmpty ? session.feedDescription : names.joined(separator: ", "))")]
        + session.news(since: known) + [session.here] + (isBeside ? [] : [.text(Session.leftBehind)]))
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
    details: "load input FILE reads inputs instead, or a graph's edges from CSV; those that it lacks stay.",
    example: "load FILE.safetensors"
  ) { _, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.load.usage("") }
    if text.hasPrefix("input ") { return Reply(effects: [.loadInputs(String(text.dropFirst(6)).trimmed.unquoted)]) }
    if EdgeList.isNamed(text.unquoted) { return Reply(effects: [.loadInputs(text.unquoted)]) }
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
