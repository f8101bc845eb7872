// A start from weights of another time: what they hold that fits is taken, the rest starts at random.

package import Equations
package import Formats

extension ModelValues {
  /// The parameters that a file holds in the sizes of the model, and the rest at random.
  ///
  /// - Parameters:
  ///   - model: the checked sheet.
  ///   - file: weights of this sheet, or of one that shares some of its names.
  ///   - seed: where the rest comes from.
  /// - Returns: the values, and the names of what starts at random.
  /// - Throws: what keeps the file from being read; constant tensors that nothing gives.
  package static func starting(
    _ model: Model, from file: TensorFile, seed: UInt64
  ) throws(CatalogueError) -> (values: ModelValues, random: [String]) {
    var reader = try WeightReader(file)
    var known: [String: [Float]] = [:]
    for constant in model.constants where constant.filled == nil {
      known[constant.name] = try reader.found(constant.name, constant.shape, constant.origin)?.asFloats()
    }
    var values = try ModelValues(model, seed: seed, constants: known)
    var random: [String] = []
    for (index, parameter) in model.parameters.enumerated() {
      if let tensor = try reader.found(parameter.name, parameter.shape, parameter.origin) {
        values.parameters[index] = tensor
      } else {
        random.append(parameter.name)
      }
    }
    return (values, random)
  }
}
