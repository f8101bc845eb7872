// unroll check: is the sheet right, and what does it need.

import ArgumentParser
import Catalogue
import Debugger
import Equations
import Formats

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a sheet, and print its equations and parameters with their shapes.")

  @ArgumentParser.Argument(help: "A sheet's path, or the name of one in the catalogue.")
  var sheet: String

  @Option(
    name: .customLong("set"), help: ArgumentHelp("A dimension or constant: H=64, μ=0.5.", valueName: "name=number"))
  var settings: [String] = []

  @Flag(help: "One JSON object.")
  var json = false

  func validate() throws { try Setting.validate(settings) }

  func run() throws {
    try reporting { () throws(CommandError) in
      let catalogue = try openCatalogue()
      let model: Model
      let material: Material
      do throws(CatalogueError) {
        let sheet = try catalogue.sheet(self.sheet)
        material = Material(sheet: sheet, settings: Setting.numbers(settings), weights: nil, feed: .example)
        model = try material.model()
      } catch {
        throw .catalogue(error)
      }
      try say(json ? description(model).text : lines(model).joined(separator: "\n"))
      for warning in Warnings.lines(model) { complain(warning) }
      for line in shownWarnings(material, catalogue) { complain(line) }
    }
  }

  /// What suits a view, and what is odd about a graph, is known of a run; a sheet that cannot run on its example is right
  /// all the same.
  private func shownWarnings(_ material: Material, _ catalogue: Catalogue) -> [String] {
    guard material.sheet.asksForViews || material.sheet.graphInput != nil,
      let session = try? startedSession(on: material, catalogue)
    else { return [] }
    return session.viewWarnings.map { "warning: \($0)" } + session.notes.map(\.line)
  }

  private func lines(_ model: Model) -> [String] {
    var lines = [model.title]
    if let source = model.source { lines.append(source) }
    if !model.dims.isEmpty {
      lines += ["", "dims    " + model.dims.map { "\($0.name) = \($0.count)" }.joined(separator: ", ")]
    }
    lines += section("inputs", model.inputs.map { ($0.name, $0.shape.described + kind($0), $0.caption) })
    lines += section("alphabets", model.alphabets.map { ($0.name, $0.alphabet.described, nil) })
    lines += section(
      "params", model.parameters.map { ($0.name, $0.shape.described + origin($0.origin, $0.shape), $0.caption) })
    lines += section("consts", model.constants.map { ($0.name, value($0) + origin($0.origin, $0.shape), $0.caption) })
    lines += section(
      "states", model.states.map { ($0.name, "\($0.shape.described), starts at \(model.start(of: $0))", nil) })
    for pass in model.passes {
      let scan = model.stages[pass.stage].scans[pass.scan]
      lines += ["", heading(model.stages[pass.stage], scan, model)]
      let quantities = scan.quantities.map { model.quantities[$0] }
      let width = quantities.map(\.text.cellWidth).max() ?? 0
      for quantity in quantities {
        lines.append(
          "  \(quantity.text.padded(to: width))  \(quantity.shape.described)"
            + (quantity.caption.map { "  # \($0)" } ?? ""))
      }
    }
    if let loss = model.loss {
      let stops = model.gradientStops(of: loss)
      if !stops.isEmpty { lines += ["", "gradients"] + stops.map { "  \($0)" } }
    }
    let numbers = model.parameters.reduce(0) { $0 + $1.shape.count }
    let tensors = model.parameters.count
    return lines + ["", "\(numbers) numbers to learn in \(tensors) parameter\(tensors == 1 ? "" : "s")"]
  }

  /// `at each step t of x, from the last to the first`.
  private func heading(_ stage: Stage, _ scan: Scan, _ model: Model) -> String {
    let backward = scan.direction == .backward ? ", from the last to the first" : ""
    switch stage.steps {
    case .once: return "once"
    case .sequence(let inputs):
      let of = model.hasStages ? " of \(inputs.map { model.inputs[$0].name }.joined(separator: ", "))" : ""
      return "at each step \(stage.variable)\(of)\(backward)"
    case .tree(_, _, let leaves):
      let names = leaves.map { model.inputs[$0].name }.joined(separator: ", ")
      return "at each node \(stage.variable) of a tree over \(names), children before parents\(backward)"
    case .range(let lower, let upper, let inputs, let until):
      let with = inputs.isEmpty ? "" : ", with \(inputs.map { model.inputs[$0].name }.joined(separator: ", "))"
      return
        "at each \(stage.variable) from \(lower) to \(upper)\(with)\(until == nil ? "" : ", until it ends")\(backward)"
    }
  }

  private func origin(_ origin: ParameterOrigin?, _ shape: Shape) -> String {
    origin.map { ", from \($0.described(rows: shape.rows.count))" } ?? ""
  }

  private func value(_ constant: Constant) -> String {
    constant.value.map { ValueText.significant($0, digits: 6) } ?? constant.shape.described
  }

  private func kind(_ input: Input) -> String {
    let given = input.stage == nil ? ", given once" : ""
    if case .token = input.kind { return ", tokens" + given }
    return given
  }

  private func section(_ title: String, _ rows: [(String, String, String?)]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let width = rows.map(\.0.cellWidth).max() ?? 0
    let lines = rows.map { name, shape, caption in
      "  \(name.padded(to: width))  \(shape)" + (caption.map { "  # \($0)" } ?? "")
    }
    return ["", title] + lines
  }

  /// Where parameters and constants are held, by their names.
  private func origins(_ model: Model) -> [JSON.Member] {
    let all =
      model.parameters.map { ($0.name, $0.origin, $0.shape) } + model.constants.map { ($0.name, $0.origin, $0.shape) }
    return all.compactMap { name, origin, shape in origin.map { .init(name, $0.json(rows: shape.rows.count)) } }
  }

  private func description(_ model: Model) -> JSON {
    func shape(_ shape: Shape) -> JSON { .array(shape.axes.map { .integer($0) }) }
    return .object([
      .init("title", .string(model.title)), .init("source", model.source.map { .string($0) } ?? .null),
      .init("dims", .object(model.dims.map { .init($0.name, .integer($0.count)) })),
      .init("inputs", .object(model.inputs.map { .init($0.name, shape($0.shape)) })),
      .init(
        "constants",
        .object(model.constants.map { .init($0.name, $0.value.map { JSON.double($0) } ?? shape($0.shape)) })),
      .init("parameters", .object(model.parameters.map { .init($0.name, shape($0.shape)) })),
      .init("origins", .object(origins(model))),
      .init(
        "alphabets", .object(model.alphabets.map { .init($0.name, .array($0.alphabet.symbols.map { .string($0) })) })),
      .init("states", .object(model.states.map { .init($0.name, .string(model.start(of: $0))) })),
      .init(
        "equations",
        .array(
          model.quantities.map { quantity in
            .object([
              .init("name", .string(quantity.name)), .init("text", .string(quantity.text)),
              .init("shape", shape(quantity.shape)), .init("caption", quantity.caption.map { .string($0) } ?? .null),
            ])
          })),
    ])
  }
}
