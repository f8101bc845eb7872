// What one pane of the screen shows, as it is typed: `units z by h before`.

internal import Equations
internal import Evaluation

/// A view, and of what.
///
/// Names are kept rather than numbers, so that they outlive changes of the model.
package struct Pane: Sendable, Equatable {
  /// In which order units stand.
  package enum Order: Sendable, Equatable {
    case asTheyCome
    /// From the largest value of a quantity at the step that is pointed at to the smallest.
    case by(String)
    /// Units that behave alike over the run beside each other.
    case clustered
  }

  /// Some rows and columns of a tensor.
  package struct Part: Sendable, Equatable {
    /// From 1, an axis each.
    package var ranges: [ClosedRange<Int>]
    /// As one types it behind the name: `[:,2:4]`.
    package var text: String
  }

  package var view: ViewKind
  /// The name of what is shown; nil for whatever is turned to.
  package var subject: String?
  /// An entry of it, from 1; empty for the one that is pointed at, or for all.
  package var entry: [Int] = []
  /// Which rows and columns of it are drawn; nil for all.
  package var part: Part?
  package var expressions: [String] = []
  /// What is differentiated; nil for what was last, or the loss.
  package var target: String?
  package var order = Order.asTheyCome
  /// The sheet whose equations stand beside the open one's, and what is said to correspond; nil for those alone.
  package var beside: String?
  /// What weights are made of in their place.
  package var showsEnergies = false
  /// The view of each run, where runs stand side by side; nil for the one that suits.
  package var inner: ViewKind?
  /// Which run it shows; nil for the one that all panes show.
  package var lens: Lens?

  package init(_ view: ViewKind, subject: String? = nil) {
    self.view = view
    self.subject = subject
  }

  /// The word for weights as they are before the softmax.
  static let energies = "energies"
  /// The word before a sheet whose equations stand beside the open one's.
  static let beside = "beside"

  /// As one types it.
  package var text: String {
    var words = [view.name]
    if let inner { words.append(inner.name) }
    if let beside { words.append("\(Self.beside) \(beside)") }
    if let subject {
      words.append(
        subject + (part?.text ?? "") + (entry.isEmpty ? "" : "[\(entry.map(String.init).joined(separator: ","))]"))
    }
    if !expressions.isEmpty { words.append(expressions.joined(separator: ", ")) }
    if let target { words.append("of \(target)") }
    switch order {
    case .asTheyCome: break
    case .by(let name): words.append("by \(name)")
    case .clustered: words.append("clustered")
    }
    if showsEnergies { words.append(Self.energies) }
    if let lens { words.append(lens.word) }
    return words.joined(separator: " ")
  }

  /// Reads what stands behind `view`.
  ///
  /// - Throws: a view that there is none of, a name or an entry that the model lacks, a mistake in an expression.
  package static func read(_ text: String, _ session: Session) throws(CommandError) -> Pane {
    var reader = PaneReader(session: session, words: text.split(whereSeparator: \.isWhitespace).map(String.init))
    return try reader.pane()
  }
}

/// Reads a pane word by word, from both ends.
private struct PaneReader {
  let session: Session
  var words: [String]

  mutating func pane() throws(CommandError) -> Pane {
    var pane = Pane(try view())
    if pane.view.operand == .pane, let word = words.first, let inner = ViewKind.named(word) {
      guard inner.isPicture, inner != .beside else { throw session.notBeside(inner) }
      pane.inner = inner
      words.removeFirst()
    }
    if pane.view == .equations, words.first == Pane.beside {
      pane.beside = words.dropFirst().joined(separator: " ")
      _ = try session.equationPairs(BesideRequest(words.dropFirst().joined(separator: " ")))
      return pane
    }
    if let last = words.last, let lens = Lens.named(last) {
      pane.lens = lens
      words.removeLast()
    }
    if let of = words.firstIndex(of: "of"), pane.view.isOfGradients {
      let target = words[(of + 1)...].joined(separator: " ")
      words.removeLast(words.count - of)
      _ = try GradientTarget(target, session.present.trace.model)
      pane.target = target
    }
    pane.order = try order(for: pane.inner ?? pane.view)
    if (pane.inner ?? pane.view) == .attention {
      if session.attentions.isEmpty { throw .message(Attention.none) }
      if words.last == Pane.energies {
        pane.showsEnergies = true
        words.removeLast()
      }
    }
    guard !words.isEmpty else {
      try checkFed(pane.inner ?? pane.view)
      return pane
    }
    try readSubject(words.joined(separator: " "), into: &pane)
    return pane
  }

  /// - Throws: for a graph or a tree, where the sheet has none; in its place another view would be shown.
  private func checkFed(_ view: ViewKind) throws(CommandError) {
    if view == .graph, !session.hasGraph {
      throw .message("the sheet is fed no graph: a matrix with a row and a column for each node")
    }
    if view == .tree, session.model.treeStages == nil { throw .message("the sheet walks over no tree") }
  }

  private mutating func view() throws(CommandError) -> ViewKind {
    let names = ViewKind.allCases.map(\.name)
    guard let word = words.first else {
      throw .usage(command: "view", expected: "a view: \(names.joined(separator: ", "))", found: "")
    }
    guard let view = ViewKind.named(word) else {
      let nearest = nearestName(to: word, among: names).map { ": did you mean \($0)?" } ?? ""
      throw .message("there is no view \(word.clipped)\(nearest); the views are \(names.joined(separator: ", "))")
    }
    words.removeFirst()
    return view
  }

  private mutating func order(for view: ViewKind) throws(CommandError) -> Pane.Order {
    guard view == .units || view == .bars else { return .asTheyCome }
    if view == .units, words.last == "clustered" {
      words.removeLast()
      return .clustered
    }
    guard words.count >= 2, words[words.count - 2] == "by", let last = words.last else { return .asTheyCome }
    words.removeLast(2)
    if view == .bars {
      guard last == "value" else { throw .message("bars go by value, or as they come, not by \(last)") }
      return .by(last)
    }
    return .by(try session.quantity(named: last).name)
  }

  private func readSubject(_ text: String, into pane: inout Pane) throws(CommandError) {
    let view = pane.inner ?? pane.view
    switch view.operand {
    case .none: throw .message("\(view.name) shows the session as a whole: nothing stands behind it")
    case .expressions:
      pane.expressions = []
      for part in text.split(separator: ",") {
        pane.expressions.append(try Stop.expression(String(part).trimmed, session.trace.model).1)
      }
    case .quantity where view == .attention && session.head(ofFamily: text) != nil:
      pane.subject = session.head(ofFamily: text)?.name
    case .gradients:
      for part in text.split(separator: ",") {
        pane.expressions.append(try session.quantity(named: String(part).trimmed).name)
      }
    case .gradient: pane.subject = try session.quantity(named: text).name
    case .share:
      guard let parameter = session.model.parameter(named: Symbols.typedName(text)) else {
        throw .unknown(text, nearest: nearestName(to: text, among: session.model.parameters.map(\.name)))
      }
      pane.subject = parameter.name
    case .tensor where session.tensor(named: text) != nil: pane.subject = session.tensor(named: text)?.name
    case .part: (pane.subject, pane.part) = try session.part(text)
    case .tensor, .quantity, .pane:
      let (name, entry) = try PinReader.target(
        text, session.model, otherwise: .message("\(text.clipped) is no name or entry such as h, h[3] or W[2,3]"))
      let quantity = try session.pictured(name, by: view)
      if view == .graph, entry.count == 1 {
        pane.entry = [try session.unit(entry[0], ofNodesIn: quantity)]
        pane.subject = name
        return
      }
      if !entry.isEmpty { _ = try session.entry(at: text, for: .view) }
      guard view.suits(quantity, in: session) else { throw session.unsuited(view, quantity) }
      guard entry.isEmpty || view == .text || view == .decay || view == .tree else {
        throw .message("\(view.name) shows \(name) whole: leave out its entry")
      }
      (pane.subject, pane.entry) = (name, entry)
    }
  }
}

extension Session {
  /// A unit that each node has, from 1.
  fileprivate func unit(_ number: Int, ofNodesIn quantity: Quantity) throws(CommandError) -> Int {
    guard let axis = nodeAxis(of: quantity) else { throw unsuited(.graph, quantity) }
    let shape = quantity.shape.stored
    let units = axis == .columns ? shape.rows.count : shape.columns.count
    guard (1...units).contains(number) else {
      throw .message("\(quantity.name) has units 1 to \(units) at each node, not \(number)")
    }
    return number
  }

  /// A tensor that has entries, by its name, and what is picked of it.
  fileprivate func part(_ text: String) throws(CommandError) -> (name: String, part: Pane.Part?) {
    func shape(_ name: String) -> Shape? {
      tensor(named: name)?.shape ?? model.quantity(named: name)?.shape ?? inputQuantity(named: name)?.shape
    }
    let named = try PlaceReader.read(text, shape: shape, unknown: { PinReader.unknown($0, model) })
    guard let shape = shape(named.name), !shape.isScalar else {
      throw .message("\(named.name) is one number: view number \(named.name) shows it over the steps")
    }
    guard !named.place.isEmpty else { return (named.name, nil) }
    return (named.name, Pane.Part(ranges: named.place, text: named.suffix(of: shape)))
  }

  fileprivate func quantity(named text: String) throws(CommandError) -> Quantity {
    let name = model.gradient(leading: text)?.name ?? Symbols.typedName(text)
    guard let quantity = model.quantity(named: name) else {
      guard model.allNames.contains(name) else {
        let nearest = nearestName(to: name, among: model.quantities.map(\.name))
        throw .message("no equation defines \(name.clipped)" + (nearest.map { ": did you mean \($0)?" } ?? ""))
      }
      throw .message("\(name) is no equation of the sheet, which alone this view shows")
    }
    return quantity
  }

  /// What an equation defines or what is fed, under its name.
  fileprivate func pictured(_ name: String, by view: ViewKind) throws(CommandError) -> Quantity {
    if let quantity = model.quantity(named: name) ?? inputQuantity(named: name) { return quantity }
    if model.input(named: name) != nil { throw .run(.missingInput(name)) }
    if tensor(named: name) != nil {
      throw .message(
        "\(name) is the same at every step: view matrix \(name) or view bars \(name) shows it, not \(view.name)")
    }
    let nearest = nearestName(to: name, among: model.allNames).map { ": did you mean \($0)?" } ?? ""
    throw .message("no equation defines \(name.clipped), and no input is called so\(nearest)")
  }

  /// Why a view cannot stand side by side, and what does in its place.
  fileprivate func notBeside(_ view: ViewKind) -> CommandError {
    let numbers = model.quantities.filter { ViewKind.number.suits($0, in: self) && ViewKind.lines.suits($0, in: self) }
    if view == .lines, let number = numbers.last(where: trace.has) {
      return .message(
        "lines tells of one run: view beside number \(number.name) draws that number of all runs in one chart")
    }
    let others = ViewKind.allCases.filter { $0.isPicture && $0 != .beside }.map(\.name).joined(separator: ", ")
    return .message("\(view.name) tells of one run; these stand side by side: \(others)")
  }

  /// Why a view has no picture of a quantity, and which have one.
  fileprivate func unsuited(_ view: ViewKind, _ quantity: Quantity) -> CommandError {
    let others = ViewKind.allCases.filter { $0.isPicture && $0 != .beside && $0.suits(quantity, in: self) }
    if view == .decay, ViewKind.lines.suits(quantity, in: self) {
      return .message(
        "nothing of \(quantity.name) is carried over as it is, which decay draws: decay \(quantity.name) in all tells what "
          + "remains through all equations")
    }
    return .message(
      "\(view.name) has no picture of \(quantity.name), which is \(quantity.shape.described): "
        + "try \(others.map(\.name).joined(separator: ", "))")
  }
}
