// One table of kernels for each build of the folder Kernels. The four differ in nothing but the module they name: Swift
// cannot pass a module as an argument.

internal import Kernels
internal import KernelsAVX2
internal import KernelsAVX512
internal import KernelsDouble

extension Float: Scalar {
  package static let arithmetic: Arithmetic<Float> =
    switch InstructionSet.ofThisMachine {
    case .avx512: .avx512
    case .avx2: .avx2
    case .baseline: .baseline
    }
}

extension Double: Scalar {
  package static let arithmetic: Arithmetic<Double> = .double
}

extension Arithmetic where Number == Float {
  package static let baseline: Arithmetic<Float> = {
    typealias R = Kernels.Routines
    return Arithmetic(
      name: "baseline",
      packedCount: { R.packedCount(rows: $0, columns: $1) },
      pack: { R.pack($0, rows: $1, columns: $2, rowStride: $3, columnStride: $4, into: $5) },
      multiplyPacked: { R.multiplyPacked($0, rows: $1, columns: $2, vector: $3, initial: $4, into: $5) },
      multiplyPackedMany: {
        R.multiplyPacked(
          $0, rows: $1, columns: $2, vectors: $3, vectorStride: $4, count: $5, initial: $6, into: $7, resultStride: $8)
      },
      productScratch: { R.multiplyScratchCount(m: $0, n: $1, k: $2, terms: $3) },
      multiply: { call in
        R.multiply(
          m: call.m, n: call.n, k: call.k, terms: call.terms, a: call.a.start, aRow: call.a.row,
          aColumn: call.a.column, aTerm: call.a.term, b: call.b.start, bRow: call.b.row, bColumn: call.b.column,
          bTerm: call.b.term, initial: call.initial, into: call.result, cRow: call.n, accumulate: call.accumulates,
          scratch: call.scratch)
      },
      elementwise: { R.runElementwise(code: $0, instructionCount: $1, operands: $2, count: $3) },
      sum: { R.sum($0, count: $1, stride: 1) },
      mean: { R.mean($0, count: $1, stride: 1) },
      maximum: { R.maximum($0, count: $1, stride: 1) },
      minimum: { R.minimum($0, count: $1, stride: 1) },
      norm: { R.norm($0, count: $1, stride: 1) },
      argmaximum: { R.argmaximum($0, count: $1, stride: 1) },
      softmax: { R.softmaxColumns($0, rows: $1, columns: $2, into: $3) },
      maskedSoftmax: {
        R.softmaxMasked($0, count: $1, stride: $2, mask: $3, maskStride: $2, into: $4, resultStride: $2)
      },
      layerNorm: {
        R.layerNorm($0, count: $1, stride: $2, gamma: $3, beta: $4, epsilon: $5, into: $6, resultStride: $2)
      },
      sortDescending: {
        R.sort($0, count: $1, stride: $2, descending: true, values: $3, indices: $4, scratch: $5)
      },
      transpose: { R.transpose($0, rows: $1, columns: $2, into: $3) },
      copy: { R.copy($0, stride: $1, into: $2, destinationStride: $3, count: $4) },
      fill: { R.fill($0, stride: 1, count: $1, with: $2) },
      circularConvolution: { R.circularConvolution($0, count: $1, shifts: $2, shiftCount: $3, into: $4) },
      symmetricEigen: { R.symmetricEigen($0, n: $1, values: $2, vectors: $3, scratch: $4, isInterrupted: $5) },
      cosineSimilarity: {
        R.cosineSimilarity(
          $0, rows: $1, columns: $2, rowStride: $2, columnStride: 1, key: $3, epsilon: $4, into: $5)
      })
  }()
}

extension Arithmetic where Number == Float {
  package static let avx2: Arithmetic<Float> = {
    typealias R = KernelsAVX2.Routines
    return Arithmetic(
      name: "avx2",
      packedCount: { R.packedCount(rows: $0, columns: $1) },
      pack: { R.pack($0, rows: $1, columns: $2, rowStride: $3, columnStride: $4, into: $5) },
      multiplyPacked: { R.multiplyPacked($0, rows: $1, columns: $2, vector: $3, initial: $4, into: $5) },
      multiplyPackedMany: {
        R.multiplyPacked(
          $0, rows: $1, columns: $2, vectors: $3, vectorStride: $4, count: $5, initial: $6, into: $7, resultStride: $8)
      },
      productScratch: { R.multiplyScratchCount(m: $0, n: $1, k: $2, terms: $3) },
      multiply: { call in
        R.multiply(
          m: call.m, n: call.n, k: call.k, terms: call.terms, a: call.a.start, aRow: call.a.row,
          aColumn: call.a.column, aTerm: call.a.term, b: call.b.start, bRow: call.b.row, bColumn: call.b.column,
          bTerm: call.b.term, initial: call.initial, into: call.result, cRow: call.n, accumulate: call.accumulates,
          scratch: call.scratch)
      },
      elementwise: { R.runElementwise(code: $0, instructionCount: $1, operands: $2, count: $3) },
      sum: { R.sum($0, count: $1, stride: 1) },
      mean: { R.mean($0, count: $1, stride: 1) },
      maximum: { R.maximum($0, count: $1, stride: 1) },
      minimum: { R.minimum($0, count: $1, stride: 1) },
      norm: { R.norm($0, count: $1, stride: 1) },
      argmaximum: { R.argmaximum($0, count: $1, stride: 1) },
      softmax: { R.softmaxColumns($0, rows: $1, columns: $2, into: $3) },
      maskedSoftmax: {
        R.softmaxMasked($0, count: $1, stride: $2, mask: $3, maskStride: $2, into: $4, resultStride: $2)
      },
      layerNorm: {
        R.layerNorm($0, count: $1, stride: $2, gamma: $3, beta: $4, epsilon: $5, into: $6, resultStride: $2)
      },
      sortDescending: {
        R.sort($0, count: $1, stride: $2, descending: true, values: $3, indices: $4, scratch: $5)
      },
      transpose: { R.transpose($0, rows: $1, columns: $2, into: $3) },
      copy: { R.copy($0, stride: $1, into: $2, destinationStride: $3, count: $4) },
      fill: { R.fill($0, stride: 1, count: $1, with: $2) },
      circularConvolution: { R.circularConvolution($0, count: $1, shifts: $2, shiftCount: $3, into: $4) },
      symmetricEigen: { R.symmetricEigen($0, n: $1, values: $2, vectors: $3, scratch: $4, isInterrupted: $5) },
      cosineSimilarity: {
        R.cosineSimilarity(
          $0, rows: $1, columns: $2, rowStride: $2, columnStride: 1, key: $3, epsilon: $4, into: $5)
      })
  }()
}

extension Arithmetic where Number == Float {
  package static let avx512: Arithmetic<Float> = {
    typealias R = KernelsAVX512.Routines
    return Arithmetic(
      name: "avx512",
      packedCount: { R.packedCount(rows: $0, columns: $1) },
      pack: { R.pack($0, rows: $1, columns: $2, rowStride: $3, columnStride: $4, into: $5) },
      multiplyPacked: { R.multiplyPacked($0, rows: $1, columns: $2, vector: $3, initial: $4, into: $5) },
      multiplyPackedMany: {
        R.multiplyPacked(
          $0, rows: $1, columns: $2, vectors: $3, vectorStride: $4, count: $5, initial: $6, into: $7, resultStride: $8)
      },
      productScratch: { R.multiplyScratchCount(m: $0, n: $1, k: $2, terms: $3) },
      multiply: { call in
        R.multiply(
          m: call.m, n: call.n, k: call.k, terms: call.terms, a: call.a.start, aRow: call.a.row,
          aColumn: call.a.column, aTerm: call.a.term, b: call.b.start, bRow: call.b.row, bColumn: call.b.column,
          bTerm: call.b.term, initial: call.initial, into: call.result, cRow: call.n, accumulate: call.accumulates,
          scratch: call.scratch)
      },
      elementwise: { R.runElementwise(code: $0, instructionCount: $1, operands: $2, count: $3) },
      sum: { R.sum($0, count: $1, stride: 1) },
      mean: { R.mean($0, count: $1, stride: 1) },
      maximum: { R.maximum($0, count: $1, stride: 1) },
      minimum: { R.minimum($0, count: $1, stride: 1) },
      norm: { R.norm($0, count: $1, stride: 1) },
      argmaximum: { R.argmaximum($0, count: $1, stride: 1) },
      softmax: { R.softmaxColumns($0, rows: $1, columns: $2, into: $3) },
      maskedSoftmax: {
        R.softmaxMasked($0, count: $1, stride: $2, mask: $3, maskStride: $2, into: $4, resultStride: $2)
      },
      layerNorm: {
        R.layerNorm($0, count: $1, stride: $2, gamma: $3, beta: $4, epsilon: $5, into: $6, resultStride: $2)
      },
      sortDescending: {
        R.sort($0, count: $1, stride: $2, descending: true, values: $3, indices: $4, scratch: $5)
      },
      transpose: { R.transpose($0, rows: $1, columns: $2, into: $3) },
      copy: { R.copy($0, stride: $1, into: $2, destinationStride: $3, count: $4) },
      fill: { R.fill($0, stride: 1, count: $1, with: $2) },
      circularConvolution: { R.circularConvolution($0, count: $1, shifts: $2, shiftCount: $3, into: $4) },
      symmetricEigen: { R.symmetricEigen($0, n: $1, values: $2, vectors: $3, scratch: $4, isInterrupted: $5) },
      cosineSimilarity: {
        R.cosineSimilarity(
          $0, rows: $1, columns: $2, rowStride: $2, columnStride: 1, key: $3, epsilon: $4, into: $5)
      })
  }()
}

extension Arithmetic where Number == Double {
  package static let double: Arithmetic<Double> = {
    typealias R = KernelsDouble.Routines
    return Arithmetic(
      name: "double",
      packedCount: { R.packedCount(rows: $0, columns: $1) },
      pack: { R.pack($0, rows: $1, columns: $2, rowStride: $3, columnStride: $4, into: $5) },
      multiplyPacked: { R.multiplyPacked($0, rows: $1, columns: $2, vector: $3, initial: $4, into: $5) },
      multiplyPackedMany: {
        R.multiplyPacked(
          $0, rows: $1, columns: $2, vectors: $3, vectorStride: $4, count: $5, initial: $6, into: $7, resultStride: $8)
      },
      productScratch: { R.multiplyScratchCount(m: $0, n: $1, k: $2, terms: $3) },
      multiply: { call in
        R.multiply(
          m: call.m, n: call.n, k: call.k, terms: call.terms, a: call.a.start, aRow: call.a.row,
          aColumn: call.a.column, aTerm: call.a.term, b: call.b.start, bRow: call.b.row, bColumn: call.b.column,
          bTerm: call.b.term, initial: call.initial, into: call.result, cRow: call.n, accumulate: call.accumulates,
          scratch: call.scratch)
      },
      elementwise: { R.runElementwise(code: $0, instructionCount: $1, operands: $2, count: $3) },
      sum: { R.sum($0, count: $1, stride: 1) },
      mean: { R.mean($0, count: $1, stride: 1) },
      maximum: { R.maximum($0, count: $1, stride: 1) },
      minimum: { R.minimum($0, count: $1, stride: 1) },
      norm: { R.norm($0, count: $1, stride: 1) },
      argmaximum: { R.argmaximum($0, count: $1, stride: 1) },
      softmax: { R.softmaxColumns($0, rows: $1, columns: $2, into: $3) },
      maskedSoftmax: {
        R.softmaxMasked($0, count: $1, stride: $2, mask: $3, maskStride: $2, into: $4, resultStride: $2)
      },
      layerNorm: {
        R.layerNorm($0, count: $1, stride: $2, gamma: $3, beta: $4, epsilon: $5, into: $6, resultStride: $2)
      },
      sortDescending: {
        R.sort($0, count: $1, stride: $2, descending: true, values: $3, indices: $4, scratch: $5)
      },
      transpose: { R.transpose($0, rows: $1, columns: $2, into: $3) },
      copy: { R.copy($0, stride: $1, into: $2, destinationStride: $3, count: $4) },
      fill: { R.fill($0, stride: 1, count: $1, with: $2) },
      circularConvolution: { R.circularConvolution($0, count: $1, shifts: $2, shiftCount: $3, into: $4) },
      symmetricEigen: { R.symmetricEigen($0, n: $1, values: $2, vectors: $3, scratch: $4, isInterrupted: $5) },
      cosineSimilarity: {
        R.cosineSimilarity(
          $0, rows: $1, columns: $2, rowStride: $2, columnStride: 1, key: $3, epsilon: $4, into: $5)
      })
  }()
}
