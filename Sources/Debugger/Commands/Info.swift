// info: what there is to see, by subject. The subjects are rows of data, as commands are.

internal import Catalogue
internal import Equations
internal import Evaluation
internal import Formats

extension Command {
  static let info: Command = Command(
    "info", ["i"], operands: "[SUBJECT or NAME]", completes: .quantity,
    summary: "the model and its run, what a name is, memory, breakpoints, files and more",
    details: InfoSubject.all.map { "info \($0.name)   \($0.summary)" }.joined(separator: "\n"),
    example: "info z"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { return Reply(session.overview.map { .text($0) }) }
    // What a sheet defines wins: it may well call something memory.
    if let line = session.model.describe(Symbols.typedName(text)) { return Reply([.text(line)]) }
    guard let subject = InfoSubject.named(text) else {
      throw .unknown(text, nearest: nearestName(to: text, among: InfoSubject.all.map(\.name) + session.model.allNames))
    }
    return Reply(subject.lines(session).map { .text($0) })
  }
}

/// Something that `info` can tell of.
private struct InfoSubject: Sendable {
  var name: String
  var also: [String] = []
  var summary: String
  var lines: @Sendable (Session) -> [String]

  static let all: [InfoSubject] = [
    .init(name: "model", summary: "every input, parameter and constant with its shape") { $0.modelLines },
    .init(name: "memory", summary: "how much the run, the untouched one and undo hold") { $0.memoryLines },
    .init(name: "breakpoints", also: ["b", "stops"], summary: "where running stops") { $0.stopLines },
    .init(name: "pins", summary: "what is held to a value") { session in
      session.pins.isEmpty ? ["nothing is pinned; pin NAME = VALUE holds one"] : session.pins.map { "pin \($0.text)" }
    },
    .init(name: "marks", summary: "moments that have a name") { $0.markLines },
    .init(name: "displays", also: ["display"], summary: "what is printed after every stop") { session in
      session.displays.isEmpty
        ? ["nothing is displayed; display EXPRESSION adds one"]
        : session.displays.map { "\($0.number)  \($0.text)" }
    },
    .init(name: "files", summary: "where the sheet, the weights and the inputs come from") { $0.fileLines },
  ]

  /// A whole name or the beginning of just one.
  static func named(_ text: String) -> InfoSubject? {
    if let whole = all.first(where: { $0.name == text || $0.also.contains(text) }) { return whole }
    let found = all.filter { $0.name.hasPrefix(text) }
    return found.count == 1 ? found[0] : nil
  }
}

extension Session {
  /// The model in a few lines.
  fileprivate var overview: [String] {
    var lines = [model.title + (model.source.map { " (\($0))" } ?? "")]
    if !model.dims.isEmpty {
      lines.append("dims     " + model.dims.map { "\($0.name) = \($0.count)" }.joined(separator: ", "))
    }
    lines.append("inputs   " + model.inputs.map { "\($0.name): \($0.shape.described)" }.joined(separator: ", "))
    let count = model.parameters.reduce(0) { $0 + $1.shape.count }
    let tensors = model.parameters.count
    lines.append("params   \(tensors) tensor\(tensors == 1 ? "" : "s"), \(count) numbers, \(parameterOrigin)")
    lines.append("run      \(feedDescription), \(ByteText.text(trace.byteCount)) of frames")
    if let exampleDescription { lines.append("example  \(exampleDescription)") }
    for pin in pins { lines.append("pinned   \(pin.text)") }
    if ghost != nil {
      lines.append("changed  \(present.differences(from: baseline).joined(separator: ", "))")
      let before = baseline.differences(from: present).joined(separator: ", ")
      lines.append("ghost    the untouched run\(before.isEmpty ? "" : " (\(before))")")
    }
    for (quantity, input) in trace.plan.omitted.sorted(by: { $0.key < $1.key }) {
      lines.append("left out \(model.quantities[quantity].name): the input \(model.inputs[input].name) is not given")
    }
    for warning in warnings { lines.append("warning  \(warning.description)") }
    for note in notes { lines.append("\(note.kind == .note ? "note   " : "warning")  \(note.text)") }
    return lines
  }

  private var parameterOrigin: String {
    material.trained?.words ?? material.weights.map { "from \($0.path)" } ?? "started at random, seed \(material.seed)"
  }

  fileprivate var modelLines: [String] {
    var lines = [model.title + (model.source.map { " (\($0))" } ?? "")]
    lines += model.dims.map { "dims \($0.name) = \($0.count)" }
    let names =
      model.inputs.map { ($0.name, $0.caption) } + model.parameters.map { ($0.name, $0.caption) }
      + model.constants.map { ($0.name, $0.caption) }
    for (name, caption) in names {
      guard let line = model.describe(name) else { continue }
      lines.append(line + (caption.map { "  # \($0)" } ?? ""))
    }
    return lines + ["list shows the equations"]
  }

  fileprivate var memoryLines: [String] {
    let numbers = values.parameters.joined().count + values.constants.joined().count
    var lines = ["frames      \(ByteText.text(trace.byteCount)): \(frameText)"]
    if trace.byteCount >= Self.notable, let most = trace.largestPart { lines.append("            most of it \(most)") }
    let working = trace.plan.workingByteCount(steps: trace.stages.map(\.steps), Float.self)
    if working >= Self.notable { lines.append("working     \(ByteText.text(working)) more as long as it runs") }
    if backward != nil { lines.append("run         \(ByteText.text(present.trace.byteCount)) without its way back") }
    lines.append("parameters  \(ByteText.text(numbers * 4)): \(numbers) numbers")
    lines.append("inputs      \(ByteText.text(inputBytes))")
    if ghost != nil {
      lines.append("ghost       \(ByteText.text(baseline.byteCount(beside: [present]))) that the run does not share")
    }
    let (undo, redo) = changes.counts
    if undo + redo > 0 {
      lines.append(
        "undo        \(ByteText.text(changes.byteCount)) that the run does not share: \(undo) "
          + "change\(undo == 1 ? "" : "s") to take back, \(redo) to do again; over \(ByteText.text(changes.budget)) the "
          + "furthest are run anew")
    }
    if studies.byteCount > 0 {
      lines.append("gradients   \(ByteText.text(studies.byteCount)) that were asked for, kept as long as the run stays")
    }
    lines.append("free        \(ByteText.text(AvailableMemory.bytes)) for another run")
    return lines
  }

  /// Less is not worth a line.
  private static let notable = 1 << 20

  private var frameText: String {
    guard let most = trace.stages.max(by: { $0.steps < $1.steps }) else { return "none" }
    return "\(most.steps) step\(most.steps == 1 ? "" : "s"), \(most.layout.count) numbers each"
  }

  private var inputBytes: Int {
    values.inputs.reduce(0) { sum, input in
      switch input {
      case .stream(let numbers, _), .given(let numbers): sum + numbers.count * 4
      case .tokens(let tokens): sum + tokens.count * 4
      case .missing: sum
      }
    }
  }

  fileprivate var fileLines: [String] {
    let fed = material.feed.newestFirst.map { part in
      switch part {
      case .typed(_, let name): "typed" + (name.map { " for \($0)" } ?? ": \(feedDescription)")
      case .loaded(_, let name): "made here for \(name)"
      case .tensors(let file): file.path
      case .edges(let list): list.path
      }
    }
    let feed = fed.isEmpty ? "the sheet's own example" : fed.joined(separator: ", ")
    let tree = material.tree.map { ["tree     \($0.rawValue)"] } ?? []
    return ["sheet    \(model.sheet.name)", "weights  \(parameterOrigin)", "inputs   \(feed)"] + tree
  }
}

extension Model {
  /// A name in one line.
  fileprivate func describe(_ name: String) -> String? {
    if let quantity = quantity(named: name) {
      return "\(quantity.text)   \(quantity.shape.described)" + (quantity.caption.map { "  # \($0)" } ?? "")
    }
    if let parameter = parameter(named: name) { return "param \(name): \(parameter.shape.described)" }
    if let input = input(named: name) { return "input \(name): \(input.shape.described)" }
    if let constant = constant(named: name) {
      return "const \(name)"
        + (constant.value.map { " = \(ValueText.significant($0, digits: 6))" } ?? ": \(constant.shape.described)")
    }
    return dims.first { $0.name == name }.map { "dims \(name) = \($0.count)" }
  }
}
