// What a model's parameters and constants hold, wherever it comes from.

package import Equations
package import Formats

/// A tensor for each parameter and each constant.
package struct ModelValues: Sendable, Equatable {
  /// By the number of the parameter, in its shape.
  package var parameters: [Tensor]
  /// By the number of the constant, in its shape.
  package var constants: [Tensor]
  /// Oddities that do not keep the model from running.
  package var warnings: [ValueWarning]
}

/// Numbers that are there and look wrong.
package struct ValueWarning: Sendable, Equatable {
  package var name: String
  /// How many entries are NaN or infinite, or will be.
  package var notFinite: Int
  /// Whether they are finite as given, and too large for the single precision in which the model runs.
  package var isOverflow: Bool
  /// The place of the first of them, from 1, as an address says it: `[2,5]`.
  package var first: String

  /// One line without a line break.
  package var description: String {
    let what =
      isOverflow ? "larger than single precision holds (3.4e38), and infinite in the run" : "NaN or infinite"
    return notFinite == 1
      ? "\(name)\(first) is \(what)" : "\(name) holds \(notFinite) numbers that are \(what), first \(first)"
  }

  /// Nil where all numbers are finite.
  package init?(_ tensor: Tensor, name: String) {
    let places: (count: Int, first: Int)
    switch tensor.values {
    case .float32(let values): places = Self.places(in: values) { !$0.isFinite }
    case .float64(let values): places = Self.places(in: values) { !$0.isFinite }
    case .int64: return nil
    }
    self.init(tensor, name, places, isOverflow: false)
  }

  /// Nil where all finite numbers are finite in single precision too.
  package init?(inSinglePrecision tensor: Tensor, name: String) {
    guard case .float64(let values) = tensor.values else { return nil }
    let places = Self.places(in: values) { $0.isFinite && !Float($0).isFinite }
    self.init(tensor, name, places, isOverflow: true)
  }

  private init?(_ tensor: Tensor, _ name: String, _ places: (count: Int, first: Int), isOverflow: Bool) {
    guard places.count > 0 else { return nil }
    self.name = name
    self.isOverflow = isOverflow
    notFinite = places.count
    let columns = max(1, tensor.shape.count > 1 ? tensor.shape[1] : 1)
    switch tensor.shape.count {
    case 0: first = ""
    case 1: first = "[\(places.first + 1)]"
    default: first = "[\(places.first / columns + 1),\(places.first % columns + 1)]"
    }
  }

  private static func places<Number>(in values: [Number], where isOdd: (Number) -> Bool) -> (count: Int, first: Int) {
    var (count, first) = (0, 0)
    for (index, value) in values.enumerated() where isOdd(value) {
      if count == 0 { first = index }
      count += 1
    }
    return (count, first)
  }
}

extension LoadedInputs {
  /// Inputs that hold NaN or infinities.
  package func warnings(_ model: Model) -> [ValueWarning] {
    model.inputs.compactMap { input in
      guard case .numbers(let tensor)? = values[input.id]?.content else { return nil }
      return ValueWarning(tensor, name: input.name)
    }
  }
}

extension Constant {
  /// The number of a constant in every entry; nil where it comes from a file.
  var filled: Tensor? {
    value.map { Tensor(shape: shape.axes, float64: Array(repeating: $0, count: shape.count)) }
  }
}
