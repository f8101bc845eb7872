// What one pane of the screen shows, as it is typed: `units z before`.

internal import Equations

/// A view, and of what.
package struct Pane: Sendable, Equatable {
  package var view: ViewKind
  /// The name of what is shown, which outlives changes of the model; nil for whatever is turned to.
  package var subject: String?
  /// Which run it shows; nil for the one that all panes show.
  package var lens: Lens?

  package init(_ view: ViewKind, subject: String? = nil, lens: Lens? = nil) {
    self.view = view
    self.subject = subject
    self.lens = lens
  }

  /// As one types it.
  package var text: String { [view.name, subject, lens?.word].compactMap { $0 }.joined(separator: " ") }

  /// Reads what stands behind `view`.
  ///
  /// - Throws: a view that there is none of, a name that the model lacks.
  package static func read(_ text: String, _ session: Session) throws(CommandError) -> Pane {
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first else {
      throw .usage(
        command: "view", expected: "a view: \(ViewKind.allCases.map(\.name).joined(separator: ", "))", found: text)
    }
    guard let view = ViewKind.named(first) else {
      throw .unknown(first, nearest: nearestName(to: first, among: ViewKind.allCases.map(\.name)))
    }
    words.removeFirst()
    var pane = Pane(view)
    if let last = words.last, let lens = Lens.named(last) {
      pane.lens = lens
      words.removeLast()
    }
    guard !words.isEmpty else { return pane }
    let subject = words.joined(separator: " ")
    guard !view.operands.isEmpty else { throw .usage(command: "view", expected: view.name, found: text) }
    pane.subject = try session.subject(subject, of: view)
    return pane
  }
}

extension Session {
  /// The name of a quantity that a view has a picture of.
  fileprivate func subject(_ text: String, of view: ViewKind) throws(CommandError) -> String {
    let (name, _) = try PinReader.target(text, model)
    guard let quantity = model.quantity(named: name) else { throw PinReader.unknown(name, model) }
    guard view.suits(quantity, in: self) else {
      let others = ViewKind.allCases.filter { $0.isPicture && $0.suits(quantity, in: self) }.map(\.name)
      throw .message(
        "\(view.name) has no picture of \(name), which is \(quantity.shape.described): "
          + "try \(others.joined(separator: ", "))")
    }
    return name
  }
}
