declare module 'vader-sentiment' {
  export const SentimentIntensityAnalyzer: { polarity_scores: (text: string) => { compound: number } };
}
declare module 'multilang-sentiment' {
  const sentiment: (text: string, language: string) => { score: number };
  export default sentiment;
}
declare module '@nlpjs/core' {
  export const containerBootstrap: () => Promise<{ use: (plugin: unknown) => void }>;
}
declare module '@nlpjs/lang-es' {
  export const LangEs: unknown;
}
declare module '@nlpjs/sentiment' {
  export const SentimentAnalyzer: new (settings: {
    container: unknown;
  }) => { process: (input: { locale: string; text: string }) => Promise<{ sentiment: { score: number } }> };
}
declare module 'sentiment' {
  const Sentiment: new () => { analyze: (text: string) => { score: number } };
  export default Sentiment;
}
