// What is differentiated, as one says it: `loss`, `loss@7`, `norm(h)`, `h[3]@7`.

package import Equations
package import Evaluation

/// A quantity of a model, perhaps one that was added to it, and the step that counts.
package struct GradientTarget: Sendable {
  package var model: Model
  package var quantity: Int
  /// From 0; nil for all steps.
  package var step: Int?
  package var text: String

  /// - Parameters:
  ///   - text: as it was typed; nothing stands for the loss.
  ///   - model: the checked model, with its pins in it.
  ///   - takesTensors: whether more than one number may be differentiated, each by itself.
  /// - Throws: what the model lacks, and what is no single number.
  package init(_ text: String, _ model: Model, takesTensors: Bool = false) throws(CommandError) {
    guard !text.isEmpty || model.loss != nil else {
      let example = model.numbersWithoutTarget.first ?? "norm(h)"
      throw .message("the model has no loss: say what to differentiate, one number at each step or once: \(example)")
    }
    self.text = text.isEmpty ? "loss" : text
    let syntax: Syntax
    (syntax, step) = try Self.parsed(self.text, model)
    let expression: Expression
    do throws(SheetErrors) {
      expression = try model.expression(syntax, text: self.text)
    } catch {
      throw .sheet(error)
    }
    guard takesTensors || expression.shape.isScalar else {
      let found = "\(self.text) is \(expression.shape.described)"
      throw .message("\(found): a gradient is that of one number, as sum(\(syntax.spelled)) is")
    }
    if expression.reads.contains(where: { if case .fixed = $0.at { true } else { false } }) {
      throw .message("the step that counts stands behind the whole, as in norm(h)@7: \(self.text)")
    }
    if case .read(let read) = expression.kind, read.at == .now, case .quantity(let id) = read.source {
      (self.model, quantity) = (model, id)
      return
    }
    do throws(SheetErrors) {
      (self.model, quantity) = try model.adding(syntax.spelled, expression)
    } catch {
      throw .sheet(error)
    }
  }

  /// How many steps a triangle of a quantity has down.
  ///
  /// - Throws: where one step is named, or where what is differentiated is one number of the whole run.
  package func triangleSteps(of quantity: Quantity, in trace: Trace<Float>) throws(CommandError) -> Int {
    guard step == nil else { throw .message("a triangle shows all steps: name none") }
    let stage = model.stages[model.quantities[self.quantity].stage]
    guard stage.steps != .once, trace.stages.indices.contains(stage.id) else {
      let instead = "grad \(quantity.name) of \(text) tells what it says to each step"
      throw .message("a triangle needs a number for each step, and \(text) is one for the whole run: \(instead)")
    }
    return trace.stages[stage.id].steps
  }

  /// `h@3 of norm(h)@7` into its two sides.
  static func split(_ text: String) -> (String, of: String) {
    if text.hasPrefix("of ") { return ("", String(text.dropFirst(3)).trimmed) }
    guard let place = text.firstRange(of: " of ") else { return (text, "") }
    return (String(text[..<place.lowerBound]).trimmed, String(text[place.upperBound...]).trimmed)
  }

  /// An expression, and the step that is named behind it.
  private static func parsed(_ text: String, _ model: Model) throws(CommandError) -> (Syntax, step: Int?) {
    do throws(SheetErrors) {
      let syntax = try model.syntax(text)
      guard case .address(let base, let step) = syntax.kind else { return (syntax, nil) }
      return (base, step - 1)
    } catch {
      throw .sheet(error)
    }
  }
}

extension Model {
  /// What may be differentiated where there is no loss, the most telling first: the lengths of states, the last ones before the
  /// others and those that have entries before numbers that count or measure; of other quantities where there is no state.
  package var numbersWithoutTarget: [String] {
    let named = quantities.filter { !$0.isUnnamed }.reversed()
    let states = named.filter(\.isState)
    let wanted = states.isEmpty ? Array(named) : states
    return (wanted.filter { !$0.shape.isScalar } + wanted.filter(\.shape.isScalar)).map {
      $0.shape.isScalar ? $0.name : "norm(\($0.name))"
    }
  }
}
