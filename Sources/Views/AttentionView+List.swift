// Attention to things with long names, such as sentences: they are listed one below another rather than along an edge.

import Cells
import Debugger
import Equations

extension AttentionView {
  func isList(_ subject: Subject) -> Bool { !isSmall(subject) && subject.names.keysAreLong }

  func list(_ subject: Subject, in area: Rectangle) -> AttentionList {
    AttentionList(
      counts(subject), subject.names, query: subject.pointed.row, first: context.scroll.row, in: area)
  }

  /// A line for each key, with its name.
  func drawList(_ subject: Subject, in area: Rectangle, on screen: inout Screen) {
    let list = list(subject, in: QuantityFrame.inner(area))
    let scale = subject.weights.scale(showing: [subject.picture], queries: list.queries, keys: list.keys)
    let remark = remark(subject, window: list.isWindow(on: counts(subject)) ? (list.queries, list.keys) : nil)
    guard frame(subject, remark, in: area).draw(in: area, scale: scale, on: &screen) != nil else { return }
    list.draw(
      subject.picture, of: subject.weights, subject.names, heads: { heading(of: $0, subject) },
      tensor: ShownTensor(subject.head), pointed: subject.pointed, scale: scale, theme: context.theme, on: &screen)
  }

  /// "k = 2" above the weights of a hop that has no name, else the name of what looks.
  private func heading(of query: Int, _ subject: Subject) -> String {
    let name = subject.names.query(query)
    let stage = context.session.model.stages[subject.head.stage]
    guard subject.weights.attention.form == .steps, name == String(query + 1), !stage.variable.isEmpty else {
      return name
    }
    return "\(stage.variable) = \(name)"
  }
}
