// Derivatives of the summed loss, measured: the loss is run twice for each number.

package import Equations

extension ReferenceModel {
  /// dL/dparameter by central differences, for every entry of every parameter.
  ///
  /// - Parameter size: how far to each side, for a parameter of about 1. The error is of the order size² for the
  ///   curvature and 1e-16/size for rounding: at 1e-5 about 1e-10.
  /// - Returns: by the number of the parameter, row by row; nil if there is no loss to be had.
  package func parameterDifferences(size: Double = 1e-5) -> [[Double]]? {
    var copy = self
    var result: [[Double]] = []
    for parameter in parameters.indices {
      var gradient: [Double] = []
      for entry in parameters[parameter].indices {
        let value = parameters[parameter][entry]
        let distance = size * max(1, abs(value))
        copy.parameters[parameter][entry] = value + distance
        guard let above = copy.totalLoss() else { return nil }
        copy.parameters[parameter][entry] = value - distance
        guard let below = copy.totalLoss() else { return nil }
        copy.parameters[parameter][entry] = value
        gradient.append((above - below) / (2 * distance))
      }
      result.append(gradient)
    }
    return result
  }

  /// dL/dquantity by central differences, for every entry at every step: what the loss gains when that number alone is
  /// moved and all that reads it follows.
  ///
  /// - Returns: step by step, row by row; nil if the quantity or the loss is not to be had.
  package func differences(by quantity: Quantity, size: Double = 1e-5) -> [[Double]]? {
    guard let steps = run()[quantity.id] else { return nil }
    var result: [[Double]] = []
    for (step, numbers) in steps.enumerated() {
      var gradient: [Double] = []
      for entry in numbers.indices {
        let distance = size * max(1, abs(numbers[entry]))
        func loss(_ amount: Double) -> Double? {
          totalLoss(nudging: Nudge(quantity: quantity.id, step: step, entry: entry, amount: amount))
        }
        guard let above = loss(distance), let below = loss(-distance) else { return nil }
        gradient.append((above - below) / (2 * distance))
      }
      result.append(gradient)
    }
    return result
  }
}
