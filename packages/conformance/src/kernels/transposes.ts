/** Every way to transpose the factors of a product. */
export const transposes = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({
    name: `${transposeA ? "aᵀ" : "a"}·${transposeB ? "bᵀ" : "b"}`,
    attrs: { transposeA, transposeB },
  })),
);
