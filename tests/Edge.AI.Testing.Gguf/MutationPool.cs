namespace Edge.AI.Testing.Gguf;

/// <summary>The replacement values of <see cref="ModelMutator"/>.</summary>
public static class MutationPool
{
    public static readonly uint[] Counts = [0, 1, 2, 3, 4, 5, 7, 8, 16, 31, 32, 33, 63, 64, 96, 128, 255, 1000, 65_536, 1 << 20, int.MaxValue, 1u << 31, uint.MaxValue];

    public static readonly float[] Floats = [0, -1, 1e-45f, 1e30f, -1e30f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.5f, 1];

    public static readonly string[] Texts = ["", "x", "none", "linear", "yarn", "longrope", "silu", new('y', 5000), "żółw\n\u0001"];

    /// <summary>Names that llama.cpp knows but for which <see cref="ArchitectureModel"/> has no model, and one unknown name.</summary>
    public static readonly string[] OtherArchitectures = ["clip", "gptj", "dflash", "eagle3", "gemma4-assistant", "graniteswitch", "plm", "(unknown)", "x"];

    public static readonly string[] Keys =
    [
        "alignment", "type", "file_type", "name", "expert_count", "expert_used_count", "expert_gating_func", "expert_group_count", "expert_group_used_count", "expert_shared_count",
        "expert_weights_scale", "rope.dimension_count", "rope.dimension_count_swa", "rope.dimension_sections", "rope.scaling.type", "rope.scaling.factor",
        "rope.scaling.original_context_length", "rope.scaling.yarn_log_multiplier", "rope.freq_base", "rope.freq_base_swa", "attention.key_length", "attention.value_length", "attention.key_length_swa",
        "attention.value_length_swa", "attention.key_length_mla", "attention.value_length_mla", "attention.head_count", "attention.head_count_kv", "attention.sliding_window",
        "attention.sliding_window_pattern", "attention.causal", "attention.scale", "attention.temperature_length", "attention.temperature_scale", "attention.shared_kv_layers",
        "attention.max_alibi_bias", "attention.clamp_kqv", "attention.recurrent_layers", "attn_logit_softcapping", "final_logit_softcapping", "nextn_predict_layers", "pooling_type", "embedding_length_out",
        "leading_dense_block_count", "interleave_moe_layer_step", "full_attention_interval", "ssm.group_count", "ssm.time_step_rank", "ssm.inner_size", "ssm.state_size",
        "ssm.conv_kernel", "wkv.head_size", "token_shift_count", "decoder_start_token_id", "tensor_data_layout", "use_parallel_residual", "vocab_size", "logit_scale",
        "swin_norm", "rescale_every_n_layers", "shortconv.l_cache", "block_count", "context_length", "embedding_length", "embedding_length_per_layer_input", "classifier.output_labels",
    ];

    public static readonly string[] TensorNames =
    [
        "attn_qkv.weight", "attn_q.weight", "attn_q_norm.weight", "attn_k_norm.weight", "attn_gate.weight", "attn_sinks.weight", "ffn_up.weight", "ffn_gate.weight", "ffn_down.weight",
        "ffn_gate_inp.weight", "ffn_up_exps.weight", "ffn_gate_exps.weight", "ffn_down_exps.weight", "ffn_gate_up_exps.weight", "ffn_up_shexp.weight", "ffn_gate_shexp.weight",
        "ffn_down_shexp.weight", "ffn_gate.bias", "ffn_norm.weight", "attn_norm.weight", "post_attention_norm.weight", "ssm_in.weight", "ssm_conv1d.bias", "time_mix_first.weight",
        "exp_probs_b.bias", "attn_q.scale", "ffn_down.input_scale", "rope_freqs.weight", "attn_rot_embd",
    ];

    /// <summary>F32, F16, Q4_0, Q8_0, BF16, I8, I16, I32, I64, F64, Q8_1, Q4_K and MXFP4.</summary>
    public static readonly uint[] TensorTypes = [0, 1, 2, 8, 30, 24, 25, 26, 27, 28, 9, 12, 39];

    public static readonly string[] Tokens =
    [
        "", " ", "a", "</s>", "<s>", "<0x0A>", "<0x", "<0xZZ>", "\n", "\0", "a\0b", "▁", "Ġ", "<|im_end|>", "<|eot_id|>", "<|end|>", "\u0001\u0002", new('a', 300), new('b', 20_000), new('ż', 9_000), "{\"a\": \"b c\"}", "☃ żółw",
    ];

    public static readonly string[] Merges = ["", " ", "  ", "a", "a b", "a b c", " a b", "a  b", "ab ", new string('a', 6_000) + " b", "Ġ Ġ", "h e", "\0 a"];

    public static readonly string[] SpecialTokenKeys =
    [
        "tokenizer.ggml.bos_token_id", "tokenizer.ggml.eos_token_id", "tokenizer.ggml.unknown_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.padding_token_id",
        "tokenizer.ggml.seperator_token_id", "tokenizer.ggml.mask_token_id",
    ];

    public static readonly string[] Pretokenizers =
    [
        "default", "llama-bpe", "qwen2", "gpt-2", "gpt-4o", "tekken", "falcon", "deepseek-llm", "deepseek-coder", "deepseek-v3", "llama4", "hunyuan", "hunyuan-dense", "chatglm-bpe", "glm4",
        "whitespace", "kimi-k2", "viking", "jais", "jais-2", "poro-chat", "bloom", "gpt3-finnish", "exaone", "exaone4", "smaug-bpe", "codeshell", "command-r", "superbpe", "trillion",
        "granite-docling", "minimax-m2", "seed-coder", "mpt", "refact", "starcoder", "stablelm2", "olmo", "dbrx", "jina-v2-zh", "bailingmoe", "a.x-4.0", "mellum", "afmoe", "gemma4", "", "morse",
    ];

    public static readonly string[] Tokenizers = ["llama", "gpt2", "bert", "t5", "rwkv", "plamo2", "gemma4", "hybriddna", "whitespace", "none", "no_vocab", "replit", ""];
}
