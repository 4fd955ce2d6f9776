"""The ritual engine: vocabulary, dispatch, delivery, schedule."""
